package io.codex4j.api.model;

import org.apiguardian.api.API;

/** Read the events of one answer, in order, from one thread at a time. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ModelStream extends AutoCloseable {
    /**
     * Return the next event; blocks until there is one.
     *
     * <p>The last event is {@link ModelEvent.Completed} or {@link ModelEvent.Failed}, exactly once; after a
     * cancellation it comes at once as a failure. Calling again after the last event is an {@link
     * IllegalStateException}.
     */
    ModelEvent next();

    /** Give the answer up and free the connection; may be called from any thread. */
    @Override
    void close();
}
