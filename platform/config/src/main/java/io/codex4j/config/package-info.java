/** {@code config.toml} and its layers, read into immutable records; every value remembers where it came from. */
@NullMarked
package io.codex4j.config;

import org.jspecify.annotations.NullMarked;
