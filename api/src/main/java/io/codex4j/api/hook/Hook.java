package io.codex4j.api.hook;

import org.apiguardian.api.API;

/** Watch the events of a session, and decide about some. Implemented by plugins; safe for use by several threads. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Hook {
    /**
     * Decide about an event; one that the hook does not know is answered with {@link HookDecision#proceed()}.
     *
     * <p>Called on the thread of the turn: the turn waits for the answer.
     */
    HookDecision on(HookEvent event, HookContext context);
}
