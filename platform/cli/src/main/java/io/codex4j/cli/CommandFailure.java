package io.codex4j.cli;

import java.io.Serial;

/** End a command with exit code 1 and a text that is ready to be shown. */
final class CommandFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    CommandFailure(String text) {
        super(text);
    }

    /** Return a failure whose text begins as all errors do. */
    static CommandFailure error(String sentence) {
        return new CommandFailure("Error: " + sentence);
    }

    /** Return a failure whose cause has said already what a person should know. */
    static CommandFailure because(Exception cause) {
        return error(String.valueOf(cause.getMessage()));
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
