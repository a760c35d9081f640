package io.codex4j.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the values of a key in all layers. */
final class Explainer {
    private static final String MASK = "\"***\"";

    private final List<Layer> layers;
    private final Node.Table merged;
    private final Schema schema;

    /** @param layers the lowest first */
    Explainer(List<Layer> layers, Schema schema) {
        this.layers = layers;
        this.merged = Layer.merge(layers);
        this.schema = schema;
    }

    Explanation explain(String dottedKey) throws ConfigException {
        List<String> path = dottedKey.isBlank() ? List.of() : parse(dottedKey);
        Optional<Key> key = schema.keyAt(path);
        if (key.isEmpty()) {
            throw unknown(path);
        }
        List<Explanation.Setting> settings = new ArrayList<>();
        for (List<String> leaf : leaves(path, key.get().type())) {
            settings.add(new Explanation.Setting(DottedKey.render(leaf), candidates(leaf)));
        }
        return new Explanation(DottedKey.render(path), List.copyOf(settings));
    }

    private static List<String> parse(String dottedKey) throws ConfigException {
        String problem;
        try {
            DottedKey key = DottedKey.parse(dottedKey);
            if (key.end() == dottedKey.length()) {
                return key.segments();
            }
            problem = "give the key alone, without a value";
        } catch (IllegalArgumentException malformed) {
            problem = String.valueOf(malformed.getMessage());
        }
        throw new ConfigException(ConfigException.Kind.SETTING, "`" + dottedKey + "` is not a config key: " + problem);
    }

    private ConfigException unknown(List<String> path) {
        String hint = "";
        Optional<Key> above = schema.keyAt(path.subList(0, path.size() - 1));
        if (above.isPresent() && above.get().type() instanceof KeyType.Structure structure) {
            hint = Similar.question(path.get(path.size() - 1), structure.keys().keySet());
        }
        String sentence = "Unknown config key `" + DottedKey.render(path) + "`" + hint;
        return new ConfigException(ConfigException.Kind.SETTING, sentence);
    }

    /** Return the keys of single values: the path itself, or all below it that are set or have a default. */
    private Set<List<String>> leaves(List<String> path, KeyType type) {
        Set<List<String>> leaves = new LinkedHashSet<>();
        Node node = merged.find(path);
        boolean mayBeTable = type instanceof KeyType.Structure || type instanceof KeyType.MapOf;
        if (node instanceof Node.Table table) {
            addSet(table, path, leaves);
            addDefaults(type, path, leaves);
        } else if (node == null && mayBeTable && !isNameOfUser(path)) {
            addDefaults(type, path, leaves);
        } else {
            leaves.add(path);
        }
        return leaves;
    }

    private static void addSet(Node.Table table, List<String> path, Set<List<String>> leaves) {
        for (Map.Entry<String, Node> entry : table.entries().entrySet()) {
            List<String> below = append(path, entry.getKey());
            if (entry.getValue() instanceof Node.Table inner) {
                addSet(inner, below, leaves);
            } else {
                leaves.add(below);
            }
        }
    }

    private static void addDefaults(KeyType type, List<String> path, Set<List<String>> leaves) {
        if (type instanceof KeyType.Structure structure) {
            for (Map.Entry<String, Key> entry : structure.keys().entrySet()) {
                List<String> below = append(path, entry.getKey());
                if (entry.getValue().fallback().isPresent()) {
                    leaves.add(below);
                }
                addDefaults(entry.getValue().type(), below, leaves);
            }
        }
    }

    private List<Explanation.Candidate> candidates(List<String> path) {
        List<Explanation.Candidate> candidates = new ArrayList<>();
        boolean isSecret = isSecret(path);
        for (int i = layers.size() - 1; i >= 0; i--) {
            Node node = layers.get(i).table().find(path);
            if (node != null && !(node instanceof Node.Table)) {
                String value = isSecret ? MASK : TomlText.of(node.plain());
                candidates.add(candidate(value, layers.get(i).name(), node.place()));
            }
        }
        Optional<Object> fallback = schema.keyAt(path).flatMap(Key::fallback);
        if (fallback.isPresent()) {
            String value = TomlText.of(fallback.get());
            candidates.add(new Explanation.Candidate(value, Layer.DEFAULT, Optional.empty(), 0, 0));
        }
        return List.copyOf(candidates);
    }

    private static Explanation.Candidate candidate(String value, String layer, Place place) {
        boolean isFile = place.source().file().isPresent();
        return new Explanation.Candidate(
                value, layer, place.source().file(), isFile ? place.line() : 0, isFile ? place.column() : 0);
    }

    /** Tell whether the user chose one of the names in the path, such as the id of a provider. */
    private boolean isNameOfUser(List<String> path) {
        for (int i = 0; i < path.size(); i++) {
            Optional<Key> key = schema.keyAt(path.subList(0, i));
            if (key.isPresent() && !(key.get().type() instanceof KeyType.Structure)) {
                return true;
            }
        }
        return false;
    }

    /** Tell whether the schema calls a key secret, or, where the user chose the names, its name does. */
    private boolean isSecret(List<String> path) {
        Optional<Key> key = schema.keyAt(path);
        if (key.isPresent() && key.get().secret()) {
            return true;
        }
        if (!isNameOfUser(path)) {
            return false;
        }
        String name = path.get(path.size() - 1).toLowerCase(Locale.ROOT);
        for (String ending : List.of("token", "secret", "password", "api_key", "api-key", "apikey")) {
            if (name.endsWith(ending)) {
                return true;
            }
        }
        return path.contains("env") || path.contains("headers") || path.contains("http_headers");
    }

    private static List<String> append(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }
}
