package io.codex4j.tools;

import java.util.List;

/**
 * Write an argument list as a POSIX shell would read it.
 *
 * <p>The choice of quotes is that of the widely used {@code shlex} crate, since programs compare the outcome: nothing
 * where nothing is needed, else single quotes, else double quotes, and a word is cut where no single kind will do.
 */
final class ShellQuoting {
    private static final int BARE = 1;
    private static final int SINGLE = 2;
    private static final int DOUBLE = 4;
    private static final int ALL = BARE | SINGLE | DOUBLE;

    private ShellQuoting() {}

    static String join(List<String> words) {
        StringBuilder joined = new StringBuilder();
        for (String word : words) {
            if (!joined.isEmpty()) {
                joined.append(' ');
            }
            append(joined, word);
        }
        return joined.toString();
    }

    private static void append(StringBuilder out, String word) {
        if (word.isEmpty()) {
            out.append("''");
        }
        int start = 0;
        while (start < word.length()) {
            int possible = word.charAt(start) == '^' ? SINGLE : ALL & fitting(word.charAt(start));
            int end = start + 1;
            while (end < word.length() && (possible & fitting(word.charAt(end))) != 0) {
                possible &= fitting(word.charAt(end));
                end++;
            }
            appendPiece(out, word.substring(start, end), possible);
            start = end;
        }
    }

    private static void appendPiece(StringBuilder out, String piece, int possible) {
        if ((possible & BARE) != 0) {
            out.append(piece);
        } else if ((possible & SINGLE) != 0) {
            out.append('\'').append(piece).append('\'');
        } else {
            out.append('"')
                    .append(piece.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
    }

    private static int fitting(char character) {
        return switch (character) {
            case '+', '-', '.', '/', ':', '@', ']', '_' -> ALL;
            case '\'' -> DOUBLE;
            case '`', '$', '!' -> SINGLE;
            case '^' -> 0;
            default -> isLetterOrDigit(character) ? ALL : SINGLE | DOUBLE;
        };
    }

    private static boolean isLetterOrDigit(char character) {
        return character >= '0' && character <= '9'
                || character >= 'A' && character <= 'Z'
                || character >= 'a' && character <= 'z';
    }
}
