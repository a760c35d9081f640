/**
 * The language between the engine and its front ends: submissions go down, events come up. Also the one JSON reader and
 * writer of the platform.
 */
@NullMarked
package io.codex4j.protocol;

import org.jspecify.annotations.NullMarked;
