/** The language between this program and the command runner: length-prefixed JSON frames. */
@NullMarked
package io.codex4j.sandbox.windows.ipc;

import org.jspecify.annotations.NullMarked;
