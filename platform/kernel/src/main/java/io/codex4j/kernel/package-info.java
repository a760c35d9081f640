/** Finds plugins, keeps what they contribute, and keeps what goes wrong with one from harming the others. */
@NullMarked
package io.codex4j.kernel;

import org.jspecify.annotations.NullMarked;
