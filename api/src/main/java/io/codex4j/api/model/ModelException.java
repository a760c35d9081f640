package io.codex4j.api.model;

import java.io.Serial;
import org.apiguardian.api.API;

/** Report that a request was not answered. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ModelException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient ModelFailure failure;

    public ModelException(ModelFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Return what went wrong. */
    public ModelFailure failure() {
        return failure;
    }
}
