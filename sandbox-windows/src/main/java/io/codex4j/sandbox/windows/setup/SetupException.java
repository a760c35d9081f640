package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.SandboxException;
import java.io.Serial;
import org.apiguardian.api.API;

/** Tell why a set-up failed; the message is one sentence for a person: what, where and what to do. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class SetupException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final SetupCode code;

    SetupException(SetupCode code, String message) {
        super(message);
        this.code = code;
    }

    SetupException(SetupCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Return which step failed. */
    public SetupCode code() {
        return code;
    }

    SandboxException toSandboxException() {
        return new SandboxException(
                SandboxException.Reason.SETUP_FAILED,
                "The Windows sandbox is not ready (" + code.token() + "): " + getMessage(),
                this);
    }
}
