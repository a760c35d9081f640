package io.codex4j.api.model;

import io.codex4j.api.Cancellation;
import org.apiguardian.api.API;

/** Answer requests with a model. Implemented by plugins; safe for use by several threads. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ModelProvider extends AutoCloseable {
    /** Return what is known about a model; of one that is unknown, {@link ModelInfo#unknown}. Does not block. */
    default ModelInfo describe(String model) {
        return ModelInfo.unknown(model);
    }

    /**
     * Send one request and return the stream of the answer.
     *
     * <p>Blocks until the answer begins. Retries of single requests that the provider's protocol asks for happen in
     * here; a stream that breaks is reported as {@link ModelEvent.Failed} and may be asked for again by the host.
     *
     * @throws ModelException if no stream could be had
     */
    ModelStream open(ModelRequest request, Cancellation cancellation) throws ModelException;

    /** Free what the provider holds. */
    @Override
    default void close() {}
}
