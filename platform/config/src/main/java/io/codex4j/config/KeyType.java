package io.codex4j.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the value of a key may be. Every start of the program walks over these types, so the walks use
 * {@code instanceof} and methods: a {@code switch} over patterns is linked at run time, which costs milliseconds.
 */
sealed interface KeyType {
    /** Say what is expected, to follow "must be" in a sentence. */
    String expected();

    /** Tell whether a value has the right shape; what is inside it is looked at later. */
    boolean fits(Node node);

    /** Return what is known of a key below a value of this type; empty if there can be none of that name. */
    default Optional<Key> keyBelow(String name) {
        return Optional.empty();
    }

    /** Any string. */
    record Text() implements KeyType {
        @Override
        public String expected() {
            return "a string";
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Scalar scalar && scalar.value() instanceof String;
        }
    }

    /** A path; a relative one starts from the folder of the file that it stands in. */
    record FilePath() implements KeyType {
        @Override
        public String expected() {
            return "a path, as a string";
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Scalar scalar && scalar.value() instanceof String;
        }
    }

    /** True or false. */
    record Flag() implements KeyType {
        @Override
        public String expected() {
            return "true or false";
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Scalar scalar && scalar.value() instanceof Boolean;
        }
    }

    /** A whole number, both bounds allowed. */
    record Whole(long min, long max) implements KeyType {
        @Override
        public String expected() {
            if (max < Long.MAX_VALUE) {
                return "a whole number from " + min + " to " + max;
            }
            return min == 0 ? "a whole number, not negative" : "a whole number";
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Scalar scalar
                    && scalar.value() instanceof Long number
                    && number >= min
                    && number <= max;
        }
    }

    /** One of a few strings. */
    record Choice(List<String> tokens) implements KeyType {
        @Override
        public String expected() {
            return "one of `" + String.join("`, `", tokens) + "`";
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Scalar scalar
                    && scalar.value() instanceof String token
                    && tokens.contains(token);
        }
    }

    /** A list whose elements are all of one type. */
    record ListOf(KeyType element) implements KeyType {
        @Override
        public String expected() {
            return element instanceof Text || element instanceof FilePath ? "a list of strings" : "a list";
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Sequence;
        }
    }

    /** A table with keys that the user chooses. */
    record MapOf(KeyType element) implements KeyType {
        @Override
        public String expected() {
            return "a table";
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Table;
        }

        @Override
        public Optional<Key> keyBelow(String name) {
            return Optional.of(Key.of(element));
        }
    }

    /** A table with keys that are known. */
    record Structure(Map<String, Key> keys) implements KeyType {
        @Override
        public String expected() {
            return "a table";
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Table;
        }

        @Override
        public Optional<Key> keyBelow(String name) {
            return Optional.ofNullable(keys.get(name));
        }
    }

    /** One of several types that differ in shape. */
    record Either(KeyType first, KeyType second) implements KeyType {
        @Override
        public String expected() {
            return first.expected() + ", or " + second.expected();
        }

        @Override
        public boolean fits(Node node) {
            return first.fits(node) || second.fits(node);
        }

        @Override
        public Optional<Key> keyBelow(String name) {
            Optional<Key> key = first.keyBelow(name);
            return key.isPresent() ? key : second.keyBelow(name);
        }
    }

    /** Whatever TOML has. */
    record Anything() implements KeyType {
        @Override
        public String expected() {
            return "any value";
        }

        @Override
        public boolean fits(Node node) {
            return true;
        }

        @Override
        public Optional<Key> keyBelow(String name) {
            return Optional.of(Key.of(this));
        }
    }
}
