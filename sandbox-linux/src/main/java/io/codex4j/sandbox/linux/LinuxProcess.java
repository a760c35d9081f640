package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What all our sandboxed processes share: their streams, and that an end is reported only when what was set up for the
 * process is taken down again.
 */
abstract class LinuxProcess implements SandboxedProcess {
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(5);

    /** The caller's ends of the three pipes, or empty streams where the process has the caller's own. */
    record Streams(OutputStream stdin, InputStream stdout, InputStream stderr) {
        static final Streams NONE = new Streams(
                OutputStream.nullOutputStream(), InputStream.nullInputStream(), InputStream.nullInputStream());
    }

    private final long pid;
    private final Streams streams;
    private boolean tidied;
    private boolean closed;

    LinuxProcess(long pid, Streams streams) {
        this.pid = pid;
        this.streams = streams;
        LiveProcesses.add(this);
    }

    /** Return whether the first process is alive. */
    abstract boolean isRunning();

    /** Wait for the end of the first process. */
    abstract void awaitEnd() throws InterruptedException;

    /** Wait at most that long; return whether it has ended. */
    abstract boolean awaitEnd(Duration atMost) throws InterruptedException;

    /** Return the exit code of the first process, which has ended. */
    abstract int code();

    /** Return the process group that an interrupt goes to, or nothing if there is none yet. */
    abstract OptionalInt interruptGroup();

    /** Kill the first process and all others. */
    abstract void killAll();

    /** Undo what was set up for the process; called once, after its end. */
    void tidy() {}

    @Override
    public final long pid() {
        return pid;
    }

    @Override
    public final OutputStream stdin() {
        return streams.stdin();
    }

    @Override
    public final InputStream stdout() {
        return streams.stdout();
    }

    @Override
    public final InputStream stderr() {
        return streams.stderr();
    }

    @Override
    public final void resize(TerminalSize size) {
        // There is no terminal yet.
    }

    @Override
    public final void interrupt() {
        OptionalInt group = interruptGroup();
        if (group.isEmpty() || !isRunning()) {
            return;
        }
        try {
            new ProcessBuilder(Programs.SHELL, "-c", "kill -s INT -- -" + group.getAsInt())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // Without a shell nothing can be interrupted; the caller kills what does not end.
            return;
        }
    }

    @Override
    public final void kill() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        killAll();
    }

    @Override
    public final OptionalInt exitCode() {
        if (isRunning()) {
            return OptionalInt.empty();
        }
        tidyOnce();
        return OptionalInt.of(code());
    }

    @Override
    public final int waitFor() throws InterruptedException {
        awaitEnd();
        tidyOnce();
        return code();
    }

    @Override
    public final boolean waitFor(Duration atMost) throws InterruptedException {
        if (!awaitEnd(atMost)) {
            return false;
        }
        tidyOnce();
        return true;
    }

    @Override
    public final void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        killAll();
        boolean ended = Uninterruptibly.call(() -> awaitEnd(LONGEST_DEATH));
        if (ended) {
            tidyOnce();
        }
        LiveProcesses.remove(this);
        closeQuietly(streams.stdin());
        closeQuietly(streams.stdout());
        closeQuietly(streams.stderr());
    }

    private synchronized void tidyOnce() {
        if (!tidied) {
            tidied = true;
            tidy();
        }
    }

    private static void closeQuietly(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception e) {
            // The process is dead: what it did not read is lost, and nothing else can fail here.
            return;
        }
    }
}
