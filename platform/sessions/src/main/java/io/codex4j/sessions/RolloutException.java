package io.codex4j.sessions;

import java.io.Serial;
import org.apiguardian.api.API;

/** Tell why a kept session cannot be read; the message is one sentence for a person. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class RolloutException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public RolloutException(String message) {
        super(message);
    }

    public RolloutException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
