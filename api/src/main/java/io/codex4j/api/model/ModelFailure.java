package io.codex4j.api.model;

import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Say why an answer failed, and whether asking again may help.
 *
 * @param kind what went wrong
 * @param message one sentence for a person
 * @param retryAfter how long the server asks to wait before the next try
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ModelFailure(Kind kind, String message, Optional<Duration> retryAfter) {
    /** Return a failure without a hint when to try again. */
    public static ModelFailure of(Kind kind, String message) {
        return new ModelFailure(kind, message, Optional.empty());
    }

    /** Tell whether the same request may succeed later. */
    public boolean retryable() {
        return kind.retryable;
    }

    /** The kinds of failure. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public enum Kind {
        /** The server could not be reached, or the connection broke. */
        CONNECTION(true),
        /** The server sent nothing for too long. */
        IDLE_TIMEOUT(true),
        /** The stream ended before the answer was complete, or held what cannot be read. */
        BROKEN_STREAM(true),
        /** The server has an error of its own. */
        SERVER_ERROR(true),
        /** Too many requests. */
        RATE_LIMITED(true),
        /** The answer was cut short by a limit of the model. */
        INCOMPLETE(false),
        /** The request was refused as wrong. */
        INVALID_REQUEST(false),
        /** Credentials are missing or refused. */
        UNAUTHENTICATED(false),
        /** The conversation does not fit into the model's context window. */
        CONTEXT_TOO_LONG(false),
        /** The account has nothing left to spend. */
        QUOTA_EXCEEDED(false),
        /** The work was cancelled. */
        CANCELLED(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }
    }
}
