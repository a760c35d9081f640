package io.codex4j.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an argument of {@code -c}: {@code key=value}, where the key is a {@link DottedKey} and the value is TOML; what
 * is no TOML is taken as a string, so {@code -c model=o3} needs no quotes.
 */
final class ConfigOverride {
    private ConfigOverride() {}

    static Node.Table parse(String argument, Path directory) throws ConfigException {
        if (argument.indexOf('=') < 0) {
            throw malformed("Invalid override (missing '='): " + argument);
        }
        DottedKey key = parseKey(argument);
        Source source = Source.ofOverride(argument, directory);
        return nest(key.segments(), parseValue(source, key.end() + 1), source);
    }

    /** Make the table that a path of keys leads through to a value. */
    static Node.Table nest(List<String> segments, Node value, Source source) {
        Node node = value;
        for (int i = segments.size() - 1; i >= 0; i--) {
            node = new Node.Table(Map.of(segments.get(i), node), source.start(), source.start());
        }
        return (Node.Table) node;
    }

    private static DottedKey parseKey(String argument) throws ConfigException {
        if (argument.substring(0, argument.indexOf('=')).isBlank()) {
            throw malformed("Empty key in override: " + argument);
        }
        DottedKey key;
        try {
            key = DottedKey.parse(argument);
        } catch (IllegalArgumentException malformed) {
            throw malformed("Invalid override (" + malformed.getMessage() + "): " + argument);
        }
        if (key.end() == argument.length()) {
            throw malformed("Invalid override (missing '='): " + argument);
        }
        return key;
    }

    private static Node parseValue(Source source, int start) {
        String text = source.text().substring(start);
        Place key = source.start();
        int blanks = text.length() - text.stripLeading().length();
        Place place = source.place(1, source.text().codePointCount(0, start + blanks) + 1);
        Optional<Object> simple = SimpleValue.parse(text);
        if (simple.isPresent()) {
            return new Node.Scalar(simple.get(), key, place);
        }
        Optional<Node> value = TomlTree.readValue(source, start, key);
        return value.isPresent() ? value.get() : new Node.Scalar(SimpleValue.rawString(text), key, place);
    }

    private static ConfigException malformed(String sentence) {
        return new ConfigException(ConfigException.Kind.OVERRIDE, sentence);
    }
}
