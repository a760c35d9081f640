package io.codex4j.exec;

import java.io.Serial;
import org.apiguardian.api.API;

/** Tell why a run cannot begin; the message is one sentence for a person, and the exit code of the program is 1. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ExecException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public ExecException(String message) {
        super(message);
    }

    public ExecException(String message, Throwable cause) {
        super(message, cause);
    }
}
