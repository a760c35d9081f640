/**
 * All that a plugin compiles against: one door, {@link io.codex4j.api.Plugin}, and the types that its roles share.
 *
 * <p>The roles have a package each: {@code model}, {@code tool}, {@code hook}, {@code skill}; sandboxes are described by
 * {@code io.codex4j.sandbox}. What the host implements (contexts) may grow; what a plugin implements grows by default
 * methods only.
 */
@NullMarked
package io.codex4j.api;

import org.jspecify.annotations.NullMarked;
