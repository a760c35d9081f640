package io.codex4j.config;

import java.util.Optional;

/**
 * One known key.
 *
 * @param type what its value may be
 * @param fallback its built-in default as a plain value; empty where there is none, or where it is worked out later
 * @param secret whether the value, and all below it, is never shown
 */
record Key(KeyType type, Optional<Object> fallback, boolean secret) {
    static Key of(KeyType type) {
        return new Key(type, Optional.empty(), false);
    }

    static Key withFallback(KeyType type, Object fallback) {
        return new Key(type, Optional.of(fallback), false);
    }
}
