package io.codex4j.dist;

import java.io.Serial;

/** A step of the build failed; the message says which, and what to look at. */
final class BuildException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    BuildException(String message) {
        super(message);
    }
}
