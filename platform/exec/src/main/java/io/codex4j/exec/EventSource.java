package io.codex4j.exec;

import io.codex4j.protocol.Event;
import org.apiguardian.api.API;

/** Give the events of a session in order, as the engine's session does. */
@FunctionalInterface
@API(status = API.Status.INTERNAL, since = "0.1")
public interface EventSource {
    /** Return the next event; waits for it. */
    Event next() throws InterruptedException;
}
