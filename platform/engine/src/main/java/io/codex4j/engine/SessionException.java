package io.codex4j.engine;

import java.io.Serial;
import org.apiguardian.api.API;

/** Tell why a session was not started; the message is for a person. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class SessionException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public SessionException(String message) {
        super(message);
    }

    public SessionException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
