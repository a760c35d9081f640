/** Hooks: watch what the agent does, and have a say in it. */
@NullMarked
package io.codex4j.api.hook;

import org.jspecify.annotations.NullMarked;
