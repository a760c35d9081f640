package io.codex4j.exec;

import io.codex4j.protocol.Event;

/** Show a session. For one thread. */
sealed interface Renderer extends AutoCloseable permits HumanRenderer, JsonRenderer {
    /** Show an event; most events are cheap to pass over. */
    void show(Event event);

    /** Show that the turn was stopped, when no event will tell it any more. */
    void interrupted();

    /** Tell a person what is no event of the session. */
    void warn(String message);

    /** Tell a person what went wrong outside of the session. */
    void fail(String message);

    @Override
    void close();
}
