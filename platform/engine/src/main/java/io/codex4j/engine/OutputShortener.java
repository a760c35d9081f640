package io.codex4j.engine;

import io.codex4j.api.model.ModelInfo.OutputLimit;
import java.nio.charset.StandardCharsets;

/** Shorten the output of a tool to its head and its tail, in the form that models are used to. */
final class OutputShortener {
    private OutputShortener() {}

    /** Return the text itself if it fits, else head and tail, with the number of lines before and of what is missing between. */
    static String shorten(String text, OutputLimit limit) {
        long bytes = limit.bytes();
        if (utf8Length(text) <= bytes) {
            return text;
        }
        int head = prefixLength(text, bytes / 2);
        int tail = suffixStart(text, bytes - bytes / 2, head);
        String missing = limit.unit() == OutputLimit.Unit.BYTES
                ? text.codePointCount(head, tail) + " chars"
                : utf8Length(text.substring(head, tail)) / 4 + " tokens";
        return "Total output lines: " + lines(text) + "\n\n" + text.substring(0, head) + "…" + missing + " truncated…"
                + text.substring(tail);
    }

    private static long lines(String text) {
        long lines = text.endsWith("\n") ? 0 : 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            lines++;
        }
        return lines;
    }

    private static long utf8Length(String text) {
        if (text.length() * 3L < Integer.MAX_VALUE / 4) {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
        return text.codePoints().mapToLong(OutputShortener::utf8Length).sum();
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    private static int prefixLength(String text, long bytes) {
        long used = 0;
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            used += utf8Length(codePoint);
            if (used > bytes) {
                break;
            }
            at += Character.charCount(codePoint);
        }
        return at;
    }

    private static int suffixStart(String text, long bytes, int notBefore) {
        long used = 0;
        int at = text.length();
        while (at > notBefore) {
            int codePoint = text.codePointBefore(at);
            used += utf8Length(codePoint);
            if (used > bytes) {
                break;
            }
            at -= Character.charCount(codePoint);
        }
        return at;
    }
}
