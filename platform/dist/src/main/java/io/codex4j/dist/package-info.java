/** Builds the distribution: a runtime image, the jars, the start-up cache and the launcher. Not shipped itself. */
@NullMarked
package io.codex4j.dist;

import org.jspecify.annotations.NullMarked;
