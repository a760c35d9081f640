package io.codex4j.sandbox;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * A program that runs in a sandbox. Implemented by backends; safe for use by several threads.
 *
 * <p>Closing kills the whole process tree if it is still alive and frees the streams.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface SandboxedProcess extends AutoCloseable {
    /** Return the process id of the outermost process on the host. */
    long pid();

    /** Return the stream that the program reads as its input; closing it is the end of input. */
    OutputStream stdin();

    /** Return what the program writes to its output; with a terminal, also its errors. */
    InputStream stdout();

    /** Return what the program writes as errors; always at its end with a terminal. */
    InputStream stderr();

    /** Set the size of the terminal; does nothing where there is none. */
    void resize(TerminalSize size);

    /** Ask the program to stop as Ctrl-C would. */
    void interrupt();

    /** Kill the program and everything that it started; returns at once. */
    void kill();

    /** Return the exit code if the program has ended: 128 + n when signal n killed it. */
    OptionalInt exitCode();

    /** Wait for the end of the program and return its exit code. */
    int waitFor() throws InterruptedException;

    /** Wait at most the given time; return whether the program has ended. */
    boolean waitFor(Duration atMost) throws InterruptedException;

    @Override
    void close();
}
