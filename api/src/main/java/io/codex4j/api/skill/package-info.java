/** Skills: what a user teaches the agent. */
@NullMarked
package io.codex4j.api.skill;

import org.jspecify.annotations.NullMarked;
