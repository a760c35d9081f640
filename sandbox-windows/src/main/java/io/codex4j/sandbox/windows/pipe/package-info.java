/** Named pipes between this program and the command runner. */
@NullMarked
package io.codex4j.sandbox.windows.pipe;

import org.jspecify.annotations.NullMarked;
