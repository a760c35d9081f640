package io.codex4j.api.tool;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Write words the way a person would type them into a POSIX shell.
 *
 * <p>Source of the form: the {@code command} of events of the reference. A word is cut into the longest pieces that need
 * no quotes, single quotes, or double quotes, in this order of preference.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ShellWords {
    private static final int BARE = 1;
    private static final int SINGLE = 2;
    private static final int DOUBLE = 4;

    private ShellWords() {}

    /** Return a command line that a shell would split into the given words again. */
    public static String join(List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            if (!line.isEmpty()) {
                line.append(' ');
            }
            quote(word, line);
        }
        return line.toString();
    }

    private static void quote(String word, StringBuilder line) {
        if (word.isEmpty()) {
            line.append("''");
            return;
        }
        int from = 0;
        while (from < word.length()) {
            // A caret misleads some shells unless it comes right after an opening single quote.
            int usable = word.charAt(from) == '^' ? SINGLE : BARE | SINGLE | DOUBLE;
            int to = word.charAt(from) == '^' ? from + 1 : from;
            while (to < word.length() && (usable & waysToWrite(word.charAt(to))) != 0) {
                usable &= waysToWrite(word.charAt(to));
                to++;
            }
            appendPiece(word, from, to, usable, line);
            from = to;
        }
    }

    private static void appendPiece(String word, int from, int to, int usable, StringBuilder line) {
        if ((usable & BARE) != 0) {
            line.append(word, from, to);
        } else if ((usable & SINGLE) != 0) {
            line.append('\'').append(word, from, to).append('\'');
        } else {
            line.append('"');
            for (int at = from; at < to; at++) {
                char character = word.charAt(at);
                if (character == '"' || character == '\\') {
                    line.append('\\');
                }
                line.append(character);
            }
            line.append('"');
        }
    }

    private static int waysToWrite(char character) {
        if (isLetterOrDigit(character)) {
            return BARE | SINGLE | DOUBLE;
        }
        return switch (character) {
            case '+', '-', '.', '/', ':', '@', ']', '_' -> BARE | SINGLE | DOUBLE;
            case '\'', '\\' -> DOUBLE;
            case '$', '`', '!' -> SINGLE;
            case '^' -> 0;
            default -> SINGLE | DOUBLE;
        };
    }

    private static boolean isLetterOrDigit(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }
}
