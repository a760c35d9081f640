package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Be a child of this process, without a command runner between.
 *
 * <p>What it started ends with it only when this is closed or the child is killed, as everywhere.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class DirectProcess implements SandboxedProcess {
    private static final int KILLED = 1;

    /** Exit code of a child whose time is over: 128 + 64. */
    private static final int TIMED_OUT = 192;

    /** Exit code where Windows did not say one. */
    private static final int UNKNOWN = -1;

    private static final int CTRL_C = 3;
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(5);

    private final ChildProcess child;
    private final boolean terminal;
    private final @Nullable CallerStreams callerStreams;
    private final OutputStream stdin;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int exitCode = UNKNOWN;
    private volatile boolean killed;

    private DirectProcess(ChildProcess child, boolean terminal, @Nullable CallerStreams callerStreams) {
        this.child = child;
        this.terminal = terminal;
        this.callerStreams = callerStreams;
        stdin = terminal ? new TerminalInput(child.stdin()) : child.stdin();
    }

    /**
     * Watch a child that has just been started.
     *
     * @param child belongs to the process from now on
     * @param terminal whether it has a pseudo console
     * @param atMost how long it may run
     */
    public static DirectProcess watch(ChildProcess child, boolean terminal, Duration atMost) {
        return watch(new DirectProcess(child, terminal, null), atMost);
    }

    /**
     * Watch a child that has just been started, and connect it to the caller's streams.
     *
     * @param child belongs to the process from now on
     * @param atMost how long it may run
     */
    public static DirectProcess watch(ChildProcess child, CallerStreams callerStreams, Duration atMost) {
        return watch(new DirectProcess(child, false, callerStreams), atMost);
    }

    private static DirectProcess watch(DirectProcess process, Duration atMost) {
        // Not a virtual thread: it waits in a call of Windows.
        Thread.ofPlatform().daemon().name("child-end").start(() -> process.run(atMost));
        return process;
    }

    private void run(Duration atMost) {
        try {
            CallerStreams.Delivery delivery = callerStreams == null
                    ? unwanted -> {}
                    : callerStreams.connect(child.stdin(), child.stdout(), child.stderr());
            exitCode = awaitEnd(atMost);
            delivery.await(() -> killed);
        } finally {
            ended.countDown();
        }
        child.endOutput();
    }

    private int awaitEnd(Duration atMost) {
        try {
            boolean timedOut = !child.awaitEnd(atMost);
            if (timedOut) {
                killed = true;
                child.terminate(TIMED_OUT);
                child.awaitEnd(LONGEST_DEATH);
            }
            int own = child.finish();
            return timedOut ? TIMED_OUT : own;
        } catch (Win32Exception e) {
            kill();
            return UNKNOWN;
        }
    }

    @Override
    public long pid() {
        return Integer.toUnsignedLong(child.id());
    }

    @Override
    public OutputStream stdin() {
        return callerStreams == null ? stdin : OutputStream.nullOutputStream();
    }

    @Override
    public InputStream stdout() {
        return callerStreams == null ? child.stdout() : InputStream.nullInputStream();
    }

    @Override
    public InputStream stderr() {
        return callerStreams == null ? child.stderr() : InputStream.nullInputStream();
    }

    @Override
    public void resize(TerminalSize size) {
        try {
            child.resize(size);
        } catch (Win32Exception e) {
            // The console of a child that has just ended, or one that keeps its size.
            return;
        }
    }

    /** Type Ctrl-C in a terminal; a child without one has a hidden console that nobody can type in. */
    @Override
    public void interrupt() {
        if (!terminal) {
            kill();
            return;
        }
        // Not on this thread: a console that does not read makes the writer wait.
        Thread.ofPlatform().daemon().name("child-interrupt").start(() -> {
            try {
                child.stdin().write(CTRL_C);
            } catch (IOException e) {
                // It has ended.
                return;
            }
        });
    }

    @Override
    public void kill() {
        killed = true;
        try {
            child.terminate(KILLED);
        } catch (Win32Exception e) {
            // There is nothing left to end.
            return;
        }
    }

    @Override
    public OptionalInt exitCode() {
        return ended.getCount() == 0 ? OptionalInt.of(exitCode) : OptionalInt.empty();
    }

    @Override
    public int waitFor() throws InterruptedException {
        ended.await();
        return exitCode;
    }

    @Override
    public boolean waitFor(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        kill();
        boolean interrupted = false;
        long deadline = System.nanoTime() + LONGEST_DEATH.toNanos();
        while (true) {
            try {
                // What does not die is left to Windows.
                ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        child.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
