package io.codex4j.sandbox;

import java.io.Serial;
import org.apiguardian.api.API;

/** Tell why a program was not started; the message is one sentence for a person. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SandboxException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /** What went wrong. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public enum Reason {
        /** No backend can enforce the policy on this machine. */
        UNENFORCEABLE,
        /** The program does not exist or may not be executed. */
        PROGRAM_NOT_FOUND,
        /** The working directory does not exist. */
        NO_SUCH_DIRECTORY,
        /** The sandbox itself could not be set up. */
        SETUP_FAILED
    }

    private final Reason reason;

    public SandboxException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public SandboxException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Return what went wrong. */
    public Reason reason() {
        return reason;
    }
}
