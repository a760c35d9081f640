package io.codex4j.sandbox.windows.win32;

import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * Write a program and its arguments as the one line that Windows hands to a process.
 *
 * <p>Programs take such a line apart as the C library of Microsoft does. Only cmd.exe does not: it gets what it is to
 * run as it stands, between two quotes that {@code /s} makes it take off again.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class CommandLine {
    /** The longest line in characters; one more is the NUL at its end. */
    private static final int MAX_LENGTH = 32766;

    private CommandLine() {}

    /**
     * Return the line for a program and its arguments; the empty line for none.
     *
     * @throws IllegalArgumentException if Windows has no such line; the message is for a person
     */
    public static String of(List<String> command) {
        StringBuilder line = new StringBuilder();
        if (isScriptOfCmd(command)) {
            line.append('"').append(command.get(0)).append("\" /s /c \"");
            line.append(command.get(2)).append('"');
        } else {
            for (String argument : command) {
                if (!line.isEmpty()) {
                    line.append(' ');
                }
                append(line, argument);
            }
        }
        if (line.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the command line has " + line.length()
                    + " characters, and Windows takes no more than " + MAX_LENGTH);
        }
        if (line.indexOf("\0") >= 0) {
            throw new IllegalArgumentException("the command line holds a NUL character");
        }
        return line.toString();
    }

    private static boolean isScriptOfCmd(List<String> command) {
        return command.size() == 3 && isCmd(command.get(0)) && command.get(1).equalsIgnoreCase("/c");
    }

    private static boolean isCmd(String program) {
        int start = Math.max(program.lastIndexOf('\\'), program.lastIndexOf('/')) + 1;
        String name = program.substring(start).toLowerCase(Locale.ROOT);
        return name.equals("cmd") || name.equals("cmd.exe");
    }

    private static void append(StringBuilder line, String argument) {
        if (!needsQuotes(argument)) {
            line.append(argument);
            return;
        }
        line.append('"');
        int backslashes = 0;
        for (int i = 0; i < argument.length(); i++) {
            char character = argument.charAt(i);
            if (character == '\\') {
                backslashes++;
                continue;
            }
            // Backslashes mean themselves, but before a quote each must be doubled.
            appendBackslashes(line, character == '"' ? 2 * backslashes + 1 : backslashes);
            line.append(character);
            backslashes = 0;
        }
        appendBackslashes(line, 2 * backslashes);
        line.append('"');
    }

    private static boolean needsQuotes(String argument) {
        if (argument.isEmpty()) {
            return true;
        }
        for (int i = 0; i < argument.length(); i++) {
            if (" \t\n\r\"".indexOf(argument.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static void appendBackslashes(StringBuilder line, int count) {
        for (int i = 0; i < count; i++) {
            line.append('\\');
        }
    }
}
