package io.codex4j.api;

import java.util.concurrent.CancellationException;
import org.apiguardian.api.API;

/** Learn that the work in hand is no longer wanted. Given by the host; safe for use by several threads. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Cancellation {
    /** Tell whether the work was cancelled. */
    boolean isCancelled();

    /**
     * Run an action once when the work is cancelled, at once if it already is.
     *
     * <p>The action runs on the cancelling thread: it must be short and must not block.
     *
     * @return a handle that takes the action back when it is closed
     */
    Registration onCancel(Runnable action);

    /** Throw if the work was cancelled. */
    default void throwIfCancelled() {
        if (isCancelled()) {
            throw new CancellationException("cancelled");
        }
    }

    /** Return a cancellation that never comes. */
    static Cancellation none() {
        return new CancellationSource();
    }

    /** An action that waits for a cancellation. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    interface Registration extends AutoCloseable {
        /** Take the action back; does nothing when it already ran. */
        @Override
        void close();
    }
}
