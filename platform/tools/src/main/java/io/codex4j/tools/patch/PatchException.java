package io.codex4j.tools.patch;

import java.io.Serial;
import org.apiguardian.api.API;

/** Tell why a patch cannot be applied; the message is for the model. No file was changed. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class PatchException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    PatchException(String message) {
        super(message);
    }

    PatchException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
