package io.codex4j.sandbox.windows.setup;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Hold environment variables as Windows does: their names count in any case. Not thread-safe. */
final class Environment {
    private final Map<String, String> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Environment(Map<String, String> variables) {
        this.variables.putAll(variables);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** Return a variable that is an absolute path. */
    Optional<Path> path(String name) {
        String value = variables.getOrDefault(name, "");
        try {
            Path path = Path.of(value);
            return path.isAbsolute() ? Optional.of(path.normalize()) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    void put(String name, String value) {
        variables.put(name, value);
    }

    void putIfAbsent(String name, String value) {
        variables.putIfAbsent(name, value);
    }

    void replaceValue(String value, String replacement) {
        variables.replaceAll((name, current) -> current.equals(value) ? replacement : current);
    }

    /** Return the variables with the names as they were first written. */
    Map<String, String> toMap() {
        return Map.copyOf(variables);
    }
}
