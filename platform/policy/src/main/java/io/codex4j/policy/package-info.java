/** Decides what an action may do: run, and under which sandbox, or not at all. */
@NullMarked
package io.codex4j.policy;

import org.jspecify.annotations.NullMarked;
