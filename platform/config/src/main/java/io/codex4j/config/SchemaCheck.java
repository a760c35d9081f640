package io.codex4j.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds layers against the schema: a wrong value is an error at once, unknown keys are collected over all layers. */
final class SchemaCheck {
    private static final int LONGEST_SHOWN = 60;

    private final Schema schema;
    private final List<UnknownKey> unknownKeys = new ArrayList<>();

    SchemaCheck(Schema schema) {
        this.schema = schema;
    }

    Schema schema() {
        return schema;
    }

    List<UnknownKey> unknownKeys() {
        return unknownKeys;
    }

    /** Check the table of one layer, and return the layer. */
    Layer layer(String name, Node.Table table) throws ConfigException {
        check(table, schema.root(), List.of());
        return new Layer(name, FeatureCatalogue.withoutOldNames(table));
    }

    private void check(Node node, KeyType type, List<String> path) throws ConfigException {
        if (!type.fits(node)) {
            throw wrongValue(node, type, path);
        }
        if (type instanceof KeyType.Structure structure) {
            checkStructure((Node.Table) node, structure, path);
        } else if (type instanceof KeyType.MapOf map) {
            for (Map.Entry<String, Node> entry : ((Node.Table) node).entries().entrySet()) {
                check(entry.getValue(), map.element(), append(path, entry.getKey()));
            }
        } else if (type instanceof KeyType.ListOf list) {
            for (Node element : ((Node.Sequence) node).elements()) {
                checkElement(element, list, path);
            }
        } else if (type instanceof KeyType.Either either) {
            check(node, either.first().fits(node) ? either.first() : either.second(), path);
        }
    }

    private void checkStructure(Node.Table table, KeyType.Structure structure, List<String> path)
            throws ConfigException {
        for (Map.Entry<String, Node> entry : table.entries().entrySet()) {
            List<String> below = append(path, entry.getKey());
            Key known = structure.keys().get(entry.getKey());
            if (known == null) {
                String hint = Similar.question(entry.getKey(), structure.keys().keySet());
                unknownKeys.add(new UnknownKey(below, entry.getValue().key(), hint));
            } else {
                check(entry.getValue(), known.type(), below);
            }
        }
    }

    private void checkElement(Node element, KeyType.ListOf list, List<String> path) throws ConfigException {
        if (!list.element().fits(element)) {
            throw element.place()
                    .problem("every element of `" + DottedKey.render(path) + "` must be "
                            + list.element().expected() + ", but this is " + describe(element));
        }
    }

    private static ConfigException wrongValue(Node node, KeyType type, List<String> path) {
        String sentence =
                "`" + DottedKey.render(path) + "` must be " + type.expected() + ", but it is " + describe(node);
        String token = stringOf(node);
        if (type instanceof KeyType.Choice choice && token != null) {
            sentence += Similar.question(token, choice.tokens());
        }
        return node.place().problem(sentence);
    }

    private static @Nullable String stringOf(Node node) {
        return node instanceof Node.Scalar scalar && scalar.value() instanceof String text ? text : null;
    }

    private static String describe(Node node) {
        return switch (node) {
            case Node.Table table -> "a table";
            case Node.Sequence sequence -> "a list";
            case Node.Scalar scalar -> describe(scalar.value());
        };
    }

    private static String describe(Object value) {
        String shown = TomlText.of(value);
        if (value instanceof String text) {
            return "the string "
                    + (text.length() <= LONGEST_SHOWN
                            ? shown
                            : "that starts with " + TomlText.of(text.substring(0, LONGEST_SHOWN)));
        }
        if (value instanceof Long) {
            return "the whole number " + shown;
        }
        if (value instanceof Double) {
            return "the number " + shown;
        }
        return value instanceof Boolean ? shown : "the date or time " + value;
    }

    private static List<String> append(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }
}
