package io.codex4j.sandbox;

import org.apiguardian.api.API;

/** Say what the standard streams of a sandboxed program are connected to. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface StandardStreams {
    /** Three pipes to the caller. */
    StandardStreams PIPES = new Pipes();

    /** The caller's own streams. */
    StandardStreams INHERITED = new Inherited();

    /** Three pipes: input, output and error stay apart. */
    record Pipes() implements StandardStreams {}

    /** The streams of the calling process itself; the process offers none of its own. */
    record Inherited() implements StandardStreams {}

    /**
     * One terminal for all three.
     *
     * @param size its first size
     */
    record Terminal(TerminalSize size) implements StandardStreams {}
}
