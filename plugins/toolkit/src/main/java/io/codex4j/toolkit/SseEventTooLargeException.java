package io.codex4j.toolkit;

import java.io.IOException;
import java.io.Serial;
import org.apiguardian.api.API;

/** Report that one server-sent event is larger than its reader takes. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SseEventTooLargeException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    SseEventTooLargeException(int limit) {
        super("one server-sent event is larger than " + limit + " bytes");
    }
}
