package io.codex4j.api;

import java.io.Serial;
import org.apiguardian.api.API;

/** Report an error across the SPI: a code, and one sentence for a person. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PluginException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public PluginException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public PluginException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Return what kind of error this is. */
    public ErrorCode code() {
        return code;
    }
}
