/** The command line: arguments, help, completion, wiring, and the one place where the process ends. */
@NullMarked
package io.codex4j.cli;

import org.jspecify.annotations.NullMarked;
