package io.codex4j.sandbox.windows.ipc;

import java.io.IOException;
import java.io.Serial;
import org.apiguardian.api.API;

/** Tell that what came over a pipe is no frame, or no message; nothing after it can be read. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class FrameException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    FrameException(String message) {
        super(message);
    }

    FrameException(String message, Throwable cause) {
        super(message, cause);
    }
}
