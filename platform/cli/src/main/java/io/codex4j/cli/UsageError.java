package io.codex4j.cli;

import java.io.Serial;

/** End a command with exit code 2: the command line says something that cannot be meant. */
final class UsageError extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    UsageError(String sentence) {
        super(sentence);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
