package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.runner.RunnerProcess.Heard;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Be the child that a command runner runs: a session over its two pipes. */
final class SessionProcess implements SandboxedProcess {
    /** How long a runner may take over what it was told to do before it is ended itself, and its child with it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The runner's own wait for a child whose time is over. */
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(5);

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    /** Exit code of a child that was terminated. */
    private static final int TERMINATED = 1;

    /** Exit code of a child whose time is over: 128 + 64. */
    private static final int TIMED_OUT = 192;

    /** Exit code where the runner did not say one. */
    private static final int UNKNOWN = -1;

    private final RunnerProcess runner;
    private final Outbox outbox;
    private final boolean terminal;
    private final OptionalLong timeoutMs;
    private final @Nullable CallerStreams callerStreams;
    private final OutputQueue stdout = new OutputQueue();
    private final OutputQueue stderr = new OutputQueue();
    private final OutputStream stdin;
    private final CompletableFuture<Integer> ready = new CompletableFuture<>();
    private final CountDownLatch said = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int exitCode;
    private volatile boolean killed;
    private volatile int exitCodeIfKilled = TERMINATED;

    /** Of output to the caller's streams; for the thread that listens. */
    private CallerStreams.Delivery delivery = unwanted -> {};

    SessionProcess(
            RunnerProcess runner, Outbox outbox, Message.SpawnRequest request, @Nullable CallerStreams callerStreams) {
        this.runner = runner;
        this.outbox = outbox;
        terminal = request.tty();
        timeoutMs = request.timeoutMs();
        this.callerStreams = callerStreams;
        OutputStream input = new SessionInput(outbox);
        stdin = terminal ? new TerminalInput(input) : input;
    }

    /** Wait until the child runs; the session has ended if it does not. */
    void awaitReady(Duration atMost) throws RunnerFailure, InterruptedException {
        boolean isReady = false;
        try {
            ready.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            isReady = true;
        } catch (TimeoutException e) {
            throw RunnerFailure.of("the command runner said nothing for " + atMost.toSeconds() + " seconds");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RunnerFailure failure
                    ? failure
                    : RunnerFailure.of("the command runner failed", e);
        } finally {
            if (!isReady) {
                runner.terminate();
                stdout.close();
                stderr.close();
            }
        }
    }

    /** Listen to the runner until the session has ended; for the thread that listens. */
    void run(Heard first) {
        int code = UNKNOWN;
        try {
            code = isReady(first) ? converse() : UNKNOWN;
        } finally {
            exitCode = code;
            said.countDown();
            outbox.stop();
            stdout.end();
            stderr.end();
            delivery.await(() -> killed);
            ended.countDown();
        }
    }

    private boolean isReady(Heard first) {
        switch (first) {
            case Heard.Silence silence -> fail("the command runner did not start the command: " + silence.reason());
            case Heard.Said said -> {
                switch (said.message()) {
                    case Message.SpawnReady spawned -> {
                        if (callerStreams != null) {
                            delivery = callerStreams.connect(stdin, stdout, stderr);
                        }
                        ready.complete(spawned.processId());
                        watchTime();
                        return true;
                    }
                    case Message.Failure failure -> ready.completeExceptionally(RunnerFailure.of(failure));
                    case Message.Output output ->
                        fail("the command runner sent output of a command that does not run yet");
                    case Message.Exit exit ->
                        fail("the command runner reported the end of a command that does not run yet");
                }
            }
        }
        return false;
    }

    /** Give up before the child runs. */
    void fail(String message) {
        ready.completeExceptionally(RunnerFailure.of(message));
    }

    /** Take what comes; return the exit code. */
    private int converse() {
        while (true) {
            switch (runner.hear()) {
                case Heard.Silence silence -> {
                    return broken(silence.reason());
                }
                case Heard.Said said -> {
                    switch (said.message()) {
                        case Message.Output output -> queue(output.stream()).add(output.data());
                        case Message.Exit exit -> {
                            return exit.exitCode();
                        }
                        case Message.Failure failure -> {
                            return broken(RunnerFailure.printable(failure.message()));
                        }
                        case Message.SpawnReady again -> {
                            return broken("it started the command twice");
                        }
                    }
                }
            }
        }
    }

    private OutputQueue queue(Message.Stream stream) {
        return stream == Message.Stream.STDERR && !terminal ? stderr : stdout;
    }

    /** End a session that went wrong; what went wrong is told as an error of the program. */
    private int broken(String reason) {
        runner.terminate();
        if (killed) {
            return exitCodeIfKilled;
        }
        queue(Message.Stream.STDERR).addAnyway(("runner error: " + reason + "\n").getBytes(StandardCharsets.UTF_8));
        return UNKNOWN;
    }

    /** The runner ends a child whose time is over; this is for one that does not, or whose output nobody reads. */
    private void watchTime() {
        if (timeoutMs.isEmpty()) {
            return;
        }
        Duration timeLimit = Duration.ofMillis(timeoutMs.getAsLong());
        Thread.ofVirtual().name("runner-time").start(() -> {
            if (!isSaidWithin(timeLimit.plus(PATIENCE))) {
                dropOutput();
                if (!isSaidWithin(LONGEST_DEATH)) {
                    exitCodeIfKilled = TIMED_OUT;
                    killed = true;
                    runner.terminate();
                }
            }
        });
    }

    private boolean isSaidWithin(Duration atMost) {
        try {
            return said.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Nobody interrupts a thread that nobody knows.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void dropOutput() {
        stdout.drop();
        stderr.drop();
    }

    @Override
    public long pid() {
        return Integer.toUnsignedLong(ready.getNow(0));
    }

    @Override
    public OutputStream stdin() {
        return callerStreams == null ? stdin : OutputStream.nullOutputStream();
    }

    @Override
    public InputStream stdout() {
        return offered(stdout);
    }

    @Override
    public InputStream stderr() {
        return offered(stderr);
    }

    private InputStream offered(InputStream stream) {
        return callerStreams == null ? stream : InputStream.nullInputStream();
    }

    @Override
    public void resize(TerminalSize size) {
        if (terminal) {
            outbox.resize(size);
        }
    }

    /** Type Ctrl-C in a terminal; elsewhere the runner can only be told to end the child. */
    @Override
    public void interrupt() {
        if (terminal) {
            outbox.interrupt();
        } else {
            kill();
        }
    }

    @Override
    public void kill() {
        if (killed || said.getCount() == 0) {
            return;
        }
        killed = true;
        dropOutput();
        outbox.terminate();
        Thread.ofVirtual().name("runner-kill").start(() -> {
            if (!isSaidWithin(PATIENCE)) {
                runner.terminate();
            }
        });
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
        stdout.close();
        stderr.close();
        kill();
        boolean interrupted = false;
        long deadline = System.nanoTime() + LONGEST_CLOSE.toNanos();
        while (true) {
            try {
                if (!ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    runner.terminate();
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
