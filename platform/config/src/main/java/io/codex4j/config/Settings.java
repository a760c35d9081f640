package io.codex4j.config;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads merged and checked settings by key, with the defaults of the schema. */
final class Settings {
    private final Node.Table merged;
    private final Schema schema;
    private final Path userHome;

    Settings(Node.Table merged, Schema schema, Path userHome) {
        this.merged = merged;
        this.schema = schema;
        this.userHome = userHome;
    }

    @Nullable
    Node node(String... path) {
        return merged.find(List.of(path));
    }

    Node.Table table(String... path) {
        return merged.tableAt(path);
    }

    Optional<String> text(String... path) {
        return value(path) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Return a string whose key has a default. */
    String requiredText(String... path) {
        if (value(path) instanceof String text) {
            return text;
        }
        throw new IllegalStateException("no default: " + String.join(".", path));
    }

    /** Return a boolean whose key has a default. */
    boolean flag(String... path) {
        if (value(path) instanceof Boolean flag) {
            return flag;
        }
        throw new IllegalStateException("no default: " + String.join(".", path));
    }

    OptionalLong whole(String... path) {
        return value(path) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    List<String> texts(String... path) {
        List<String> texts = new ArrayList<>();
        if (value(path) instanceof List<?> elements) {
            for (Object element : elements) {
                texts.add(String.valueOf(element));
            }
        }
        return List.copyOf(texts);
    }

    Map<String, String> textMap(String... path) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Node> entry : table(path).entries().entrySet()) {
            texts.put(entry.getKey(), String.valueOf(entry.getValue().plain()));
        }
        return texts;
    }

    /** Return absolute paths. */
    List<Path> paths(String... path) throws ConfigException {
        List<Path> paths = new ArrayList<>();
        if (node(path) instanceof Node.Sequence sequence) {
            for (Node element : sequence.elements()) {
                paths.add(resolve(element));
            }
        }
        return List.copyOf(paths);
    }

    /** Return the absolute path of a file that must exist. */
    Optional<Path> existingFile(String... path) throws ConfigException {
        Node node = node(path);
        if (node == null) {
            return Optional.empty();
        }
        Path file = resolve(node);
        if (!Files.isRegularFile(file)) {
            String fault = Files.exists(file) ? ", which is not a file" : ", which does not exist";
            throw node.place().problem("`" + String.join(".", path) + "` names " + file + fault);
        }
        return Optional.of(file);
    }

    private Path resolve(Node node) throws ConfigException {
        String text = String.valueOf(node.plain());
        try {
            if (text.equals("~") || text.startsWith("~/") || text.startsWith("~" + File.separator)) {
                return userHome.resolve(text.substring(Math.min(2, text.length())))
                        .normalize();
            }
            return node.place().source().base().resolve(text).normalize();
        } catch (InvalidPathException invalid) {
            throw node.place().problem("this is not a path: " + invalid.getReason());
        }
    }

    private @Nullable Object value(String... path) {
        Node node = node(path);
        if (node != null) {
            return node.plain();
        }
        Optional<Key> key = schema.keyAt(List.of(path));
        return key.isPresent() ? key.get().fallback().orElse(null) : null;
    }
}
