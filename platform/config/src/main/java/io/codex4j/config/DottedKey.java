package io.codex4j.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A path of keys as people write it: {@code a.b."c.d"}. A part without quotes is taken as it stands up to the next dot,
 * so paths and names that TOML would want quoted are welcome. In double quotes {@code \"} and {@code \\} are escapes.
 *
 * @param segments the keys, at least one
 * @param end index in the text of the {@code =} that ends the key; the length of the text if there is none
 */
record DottedKey(List<String> segments, int end) {
    /** As deep as the TOML parser goes. */
    private static final int MAX_SEGMENTS = 128;

    /**
     * Read the key at the start of a text.
     *
     * @throws IllegalArgumentException if a part is empty, a quote is not closed, or there are too many parts
     */
    static DottedKey parse(String text) {
        List<String> segments = new ArrayList<>();
        int at = 0;
        while (true) {
            at = skipBlanks(text, at);
            at = isQuote(text, at) ? readQuoted(text, at, segments) : readBare(text, at, segments);
            if (segments.size() > MAX_SEGMENTS) {
                throw new IllegalArgumentException("the key has more than " + MAX_SEGMENTS + " parts");
            }
            if (at == text.length() || text.charAt(at) == '=') {
                return new DottedKey(List.copyOf(segments), at);
            }
            at++;
        }
    }

    /** Write a path of keys, with quotes where TOML wants them. */
    static String render(List<String> segments) {
        StringBuilder text = new StringBuilder();
        for (String segment : segments) {
            text.append(text.isEmpty() ? "" : ".").append(isBare(segment) ? segment : TomlText.of(segment));
        }
        return text.toString();
    }

    private static int readBare(String text, int start, List<String> segments) {
        int at = start;
        while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '=') {
            at++;
        }
        String segment = text.substring(start, at).strip();
        if (segment.isEmpty()) {
            throw new IllegalArgumentException("a part of the key is empty");
        }
        segments.add(segment);
        return at;
    }

    private static int readQuoted(String text, int start, List<String> segments) {
        char quote = text.charAt(start);
        StringBuilder segment = new StringBuilder();
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            boolean isEscape = quote == '"'
                    && text.charAt(at) == '\\'
                    && at + 1 < text.length()
                    && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\');
            at += isEscape ? 1 : 0;
            segment.append(text.charAt(at));
            at++;
        }
        if (at == text.length()) {
            throw new IllegalArgumentException("a quote in the key is not closed");
        }
        at = skipBlanks(text, at + 1);
        if (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '=') {
            throw new IllegalArgumentException("a dot is expected after the quoted part of the key");
        }
        segments.add(segment.toString());
        return at;
    }

    private static int skipBlanks(String text, int start) {
        int at = start;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean isQuote(String text, int at) {
        return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
    }

    private static boolean isBare(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            char character = segment.charAt(i);
            boolean isLetter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
            boolean isDigit = character >= '0' && character <= '9';
            if (!isLetter && !isDigit && character != '_' && character != '-') {
                return false;
            }
        }
        return !segment.isEmpty();
    }
}
