package io.codex4j.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One layer of settings.
 *
 * @param name how people call it
 * @param table its settings, checked, old names replaced by today's
 */
record Layer(String name, Node.Table table) {
    static final String DEFAULT = "built-in default";
    static final String SYSTEM = "system config";
    static final String USER = "user config";
    static final String PROJECT = "project config";
    static final String MANAGED = "managed config";
    static final String REQUIREMENT = "managed requirement";

    static String profile(String name) {
        return "profile `" + name + "`";
    }

    /** Lay the layers over each other, the lowest first. */
    static Node.Table merge(List<Layer> layers) {
        Node.Table merged = emptyTable();
        for (Layer layer : layers) {
            merged = merged.mergedWith(layer.table());
        }
        return merged;
    }

    private static Node.Table emptyTable() {
        Place nowhere = new Source(DEFAULT, Optional.empty(), "", Path.of("").toAbsolutePath()).start();
        return new Node.Table(Map.of(), nowhere, nowhere);
    }
}
