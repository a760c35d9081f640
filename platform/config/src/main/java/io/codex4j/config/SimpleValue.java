package io.codex4j.config;

import java.util.Optional;

/**
 * Reads the values that people give to {@code -c} most: words, numbers, {@code true}, strings without escapes. It
 * exists to keep the TOML parser out of the start of the program, and gives up wherever the parser could see it
 * otherwise.
 */
final class SimpleValue {
    /** One digit less than a long has. */
    private static final int MAX_DIGITS = 18;

    private SimpleValue() {}

    /** Return the value that TOML, or the fallback to a string, certainly gives; empty if that is for the parser. */
    static Optional<Object> parse(String text) {
        String value = trimBlanks(text);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.equals("true") || value.equals("false")) {
            return Optional.of(value.equals("true"));
        }
        char first = value.charAt(0);
        if (first == '"' || first == '\'') {
            return parseQuoted(value);
        }
        if (isDecimal(value)) {
            return Optional.of(Long.valueOf(value));
        }
        return isWord(value) ? Optional.of(rawString(value)) : Optional.empty();
    }

    /** Return a text that is no TOML as a string: no blanks and no quotes around it. */
    static String rawString(String text) {
        String stripped = text.strip();
        int start = 0;
        int end = stripped.length();
        while (start < end && isQuote(stripped.charAt(start))) {
            start++;
        }
        while (end > start && isQuote(stripped.charAt(end - 1))) {
            end--;
        }
        return stripped.substring(start, end);
    }

    private static Optional<Object> parseQuoted(String value) {
        int last = value.length() - 1;
        if (last == 0 || value.charAt(last) != value.charAt(0)) {
            return Optional.empty();
        }
        for (int i = 1; i < last; i++) {
            char character = value.charAt(i);
            boolean isPlain = character >= ' ' && character < 0x7f && character != '\\' && !isQuote(character);
            if (!isPlain) {
                return Optional.empty();
            }
        }
        return Optional.of(value.substring(1, last));
    }

    private static boolean isDecimal(String value) {
        int start = value.charAt(0) == '-' ? 1 : 0;
        int digits = value.length() - start;
        if (digits == 0 || digits > MAX_DIGITS || (digits > 1 && value.charAt(start) == '0')) {
            return false;
        }
        for (int i = start; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Tell whether a text starts as no TOML value does, and has nothing in it that TOML knows. */
    private static boolean isWord(String value) {
        if (!isLetter(value.charAt(0)) || value.equals("inf") || value.equals("nan")) {
            return false;
        }
        for (int i = 1; i < value.length(); i++) {
            char character = value.charAt(i);
            boolean isDigit = character >= '0' && character <= '9';
            if (!isLetter(character) && !isDigit && ".:/-_@".indexOf(character) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String trimBlanks(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }

    private static boolean isQuote(char character) {
        return character == '"' || character == '\'';
    }

    private static boolean isLetter(char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }
}
