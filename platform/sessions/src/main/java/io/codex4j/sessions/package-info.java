/** Rollout files: what was said and done in a session, kept so that it can be resumed. */
@NullMarked
package io.codex4j.sessions;

import org.jspecify.annotations.NullMarked;
