/** The command runner, and the side that starts it and speaks to it. */
@NullMarked
package io.codex4j.sandbox.windows.runner;

import org.jspecify.annotations.NullMarked;
