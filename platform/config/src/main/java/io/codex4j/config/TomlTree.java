package io.codex4j.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlKeyValue;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Reads TOML into nodes. The only class that touches the TOML parser, which costs many milliseconds when it is used
 * for the first time: stay away from it where there is nothing to read.
 */
final class TomlTree {
    private static final String VALUE_KEY = "v";
    private static final String VALUE_PREFIX = VALUE_KEY + " = ";

    private final Source source;
    /** Added to the columns of the first line, where the parser did not see the text from its start. */
    private final int shift;

    private TomlTree(Source source, int shift) {
        this.source = source;
        this.shift = shift;
    }

    static Node.Table readDocument(Source source) throws ConfigException {
        TomlTree tree = new TomlTree(source, 0);
        TomlParseResult result = Toml.parse(source.text(), TomlParseOptions.sourceless());
        if (result.hasErrors()) {
            TomlParseError first = firstOf(result.errors());
            throw tree.place(first.position(), source.start()).problem(sentence(first));
        }
        return tree.table(result, source.start(), source.start());
    }

    /**
     * Read the end of a source as one value.
     *
     * @param start index in the text where the value starts
     * @return empty if it is not exactly one TOML value
     */
    static Optional<Node> readValue(Source source, int start, Place key) {
        int shift = source.text().codePointCount(0, start) - VALUE_PREFIX.length();
        String document = VALUE_PREFIX + source.text().substring(start);
        TomlParseResult result = Toml.parse(document, TomlParseOptions.sourceless());
        if (result.hasErrors() || result.size() != 1 || !result.contains(List.of(VALUE_KEY))) {
            return Optional.empty();
        }
        TomlTree tree = new TomlTree(source, shift);
        Node node = tree.table(result, key, key).get(VALUE_KEY);
        return node == null ? Optional.empty() : Optional.of(node.withKey(key));
    }

    private static TomlParseError firstOf(List<TomlParseError> errors) {
        TomlParseError first = errors.get(0);
        for (TomlParseError error : errors) {
            int lines =
                    Integer.compare(error.position().line(), first.position().line());
            int columns =
                    Integer.compare(error.position().column(), first.position().column());
            if (lines < 0 || (lines == 0 && columns < 0)) {
                first = error;
            }
        }
        return first;
    }

    private static String sentence(TomlParseError error) {
        String message = error.getMessage();
        if (message == null || message.isEmpty()) {
            return "this is not TOML";
        }
        return "invalid TOML: " + Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private Node.Table table(TomlTable table, Place key, Place place) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (String name : table.keySet()) {
            List<String> path = List.of(name);
            TomlKeyValue entry = table.entry(path);
            Place keyPlace = place(table.inputPositionOf(path), place);
            Place valuePlace = place(entry == null ? null : entry.value().position(), keyPlace);
            entries.put(name, node(table.get(path), keyPlace, valuePlace));
        }
        return new Node.Table(entries, key, place);
    }

    private Node node(@Nullable Object value, Place key, Place place) {
        if (value instanceof TomlTable table) {
            return table(table, key, place);
        }
        if (value instanceof TomlArray array) {
            List<Node> elements = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                Place element = place(array.inputPositionOf(i), place);
                elements.add(node(array.get(i), element, element));
            }
            return new Node.Sequence(elements, key, place);
        }
        if (value == null) {
            throw new IllegalStateException("TOML has no null, but there is one at " + key.describe());
        }
        return new Node.Scalar(value, key, place);
    }

    private Place place(@Nullable TomlPosition position, Place fallback) {
        if (position == null) {
            return fallback;
        }
        return source.place(position.line(), position.line() == 1 ? position.column() + shift : position.column());
    }
}
