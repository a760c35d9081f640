package io.codex4j.exec;

import java.util.List;

/**
 * Write an argument vector as a command line that a POSIX shell would read back.
 *
 * <p>An argument is cut into the longest pieces that one way of quoting can hold: plain, else single, else double quotes.
 * Which characters each way may hold, and so where the cuts are, is part of what is shown to programs. Source: command
 * lines shown by the reference.
 */
final class ShellQuoting {
    private static final String PLAIN_SIGNS = "+-./:@]_";
    private static final int PLAIN = 1;
    private static final int SINGLE = 2;
    private static final int DOUBLE = 4;

    private ShellQuoting() {}

    static String join(List<String> arguments) {
        StringBuilder line = new StringBuilder();
        for (String argument : arguments) {
            if (!line.isEmpty()) {
                line.append(' ');
            }
            quote(argument, line);
        }
        return line.toString();
    }

    private static void quote(String argument, StringBuilder line) {
        if (argument.isEmpty()) {
            line.append("''");
            return;
        }
        int start = 0;
        while (start < argument.length()) {
            int ways = PLAIN | SINGLE | DOUBLE;
            int end = start;
            if (argument.charAt(start) == '^') {
                // Shells disagree on ^ anywhere but right behind an opening single quote.
                ways = SINGLE;
                end++;
            }
            while (end < argument.length() && (ways & ways(argument.charAt(end))) != 0) {
                ways &= ways(argument.charAt(end));
                end++;
            }
            append(argument.substring(start, end), ways, line);
            start = end;
        }
    }

    private static int ways(char c) {
        if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PLAIN_SIGNS.indexOf(c) >= 0) {
            return PLAIN | SINGLE | DOUBLE;
        }
        return switch (c) {
            case '\'', '\\' -> DOUBLE;
            case '`', '$', '!' -> SINGLE;
            case '^' -> 0;
            default -> SINGLE | DOUBLE;
        };
    }

    private static void append(String piece, int ways, StringBuilder line) {
        if ((ways & PLAIN) != 0) {
            line.append(piece);
        } else if ((ways & SINGLE) != 0) {
            line.append('\'').append(piece).append('\'');
        } else {
            line.append('"');
            for (int i = 0; i < piece.length(); i++) {
                char c = piece.charAt(i);
                if (c == '"' || c == '\\') {
                    line.append('\\');
                }
                line.append(c);
            }
            line.append('"');
        }
    }
}
