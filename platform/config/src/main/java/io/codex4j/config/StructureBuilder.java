package io.codex4j.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the keys of a table, so that {@link Schema} reads like a list. */
final class StructureBuilder {
    static final KeyType TEXT = new KeyType.Text();
    static final KeyType PATH = new KeyType.FilePath();
    static final KeyType FLAG = new KeyType.Flag();
    static final KeyType COUNT = new KeyType.Whole(0, Long.MAX_VALUE);
    static final KeyType ANYTHING = new KeyType.Anything();
    static final KeyType TEXTS = new KeyType.ListOf(TEXT);
    static final KeyType PATHS = new KeyType.ListOf(PATH);
    static final KeyType TEXT_MAP = new KeyType.MapOf(TEXT);
    static final KeyType FREE_TABLE = new KeyType.MapOf(ANYTHING);

    private final Map<String, Key> keys = new LinkedHashMap<>();

    static KeyType choice(String... tokens) {
        return new KeyType.Choice(List.of(tokens));
    }

    /** Add keys of one type, without a default. */
    StructureBuilder add(KeyType type, String... names) {
        for (String name : names) {
            keys.put(name, Key.of(type));
        }
        return this;
    }

    StructureBuilder withFallback(String name, KeyType type, Object fallback) {
        keys.put(name, Key.withFallback(type, fallback));
        return this;
    }

    StructureBuilder secret(String name, KeyType type) {
        keys.put(name, new Key(type, Optional.empty(), true));
        return this;
    }

    StructureBuilder addAll(Map<String, Key> others) {
        keys.putAll(others);
        return this;
    }

    KeyType.Structure build() {
        return new KeyType.Structure(Collections.unmodifiableMap(new LinkedHashMap<>(keys)));
    }
}
