package io.codex4j.api.tool;

import java.io.Serial;
import org.apiguardian.api.API;

/** Tell a tool that what it wants to do was refused; the message is for the model. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ActionRefusedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public ActionRefusedException(String message) {
        super(message);
    }

    public ActionRefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
