package io.codex4j.testkit;

import java.io.IOException;
import java.io.Serial;

/** Report a request that is no HTTP. */
final class MalformedRequestException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    MalformedRequestException(String message) {
        super(message);
    }
}
