package io.codex4j.tools;

import io.codex4j.api.Cancellation;
import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.CommandRequest;
import io.codex4j.api.tool.ToolActivity;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.sandbox.SandboxedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A command whose output is collected while it runs, and which tells the user what becomes of it.
 *
 * <p>Three virtual threads serve it: one for each stream that it writes, and one that waits for its end. A command that
 * ends within {@link #QUICK} is reported as finished before anyone who waits for it goes on; of a longer one that is
 * reported {@link #LINGER} later, so that what its children still write is part of its output.
 */
final class RunningCommand implements AutoCloseable {
    private static final Duration QUICK = Duration.ofMillis(250);
    private static final Duration LINGER = Duration.ofMillis(250);
    /** How long an ended command is waited for whose output others keep open. */
    private static final Duration DRAIN = Duration.ofMillis(50);

    /** How much longer if nothing of it has been read at all: on a busy machine the threads that read may be late. */
    private static final Duration FIRST_OUTPUT = Duration.ofMillis(450);

    /** How long a killed command may take to go. */
    private static final Duration KILLED = Duration.ofSeconds(1);
    /** The exit code of a command whose time was over. */
    static final int EXPIRED = 124;

    private static final int MAX_REPORTED_BYTES = OutputBuffer.CAPACITY;
    private static final int READ_SIZE = 16 * 1024;

    private final String id;
    private final CommandRequest request;
    private final SandboxedProcess process;
    private final ToolContext context;
    /** How long to wait between end and report; zero if someone attends to the end. */
    private final Duration linger;

    private final long started = System.nanoTime();
    private final CountDownLatch readers = new CountDownLatch(2);
    private final CountDownLatch disposed = new CountDownLatch(1);
    private final ReentrantLock inputLock = new ReentrantLock(true);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final OutputBuffer all = new OutputBuffer();
    private final OutputBuffer unread = new OutputBuffer();
    private long reportedBytes;
    private boolean killed;
    private boolean expired;
    private boolean silent;
    private boolean ended;
    private boolean reported;
    private int exitCode;

    private RunningCommand(
            String id, CommandRequest request, SandboxedProcess process, ToolContext context, Duration linger) {
        this.id = id;
        this.request = request;
        this.process = process;
        this.context = context;
        this.linger = linger;
    }

    /**
     * Start a command, whose end is reported without being asked for.
     *
     * @param id of the activities that are reported
     * @throws ActionRefusedException if the host refuses it; then nothing is reported
     */
    static RunningCommand start(String id, CommandRequest request, ToolContext context) throws ActionRefusedException {
        return new RunningCommand(id, request, context.start(request), context, LINGER);
    }

    /** Start a command that is reported as finished before {@link #await} returns. */
    static RunningCommand startAttended(String id, CommandRequest request, ToolContext context)
            throws ActionRefusedException {
        return new RunningCommand(id, request, context.start(request), context, Duration.ZERO);
    }

    /**
     * Report the start, and begin to collect output.
     *
     * @param whenDisposed runs when nothing is left of the command
     */
    void watch(Runnable whenDisposed) {
        context.report(new ToolActivity.CommandStarted(id, request.argv(), request.directory()));
        attend("output", () -> collect(process.stdout()));
        attend("errors", () -> collect(process.stderr()));
        attend("end", () -> {
            try {
                awaitProcess();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                process.close();
                disposed.countDown();
                whenDisposed.run();
            }
        });
    }

    /**
     * Run something beside the call. On a platform thread: a virtual one that reads a pipe holds its carrier until there is
     * something to read, and a few silent commands would stop every virtual thread of the program.
     */
    private void attend(String duty, Runnable work) {
        Thread.ofPlatform().daemon().name(duty + " of " + id).start(work);
    }

    private void collect(InputStream stream) {
        byte[] bytes = new byte[READ_SIZE];
        int held = 0;
        try {
            int read = stream.read(bytes, 0, bytes.length);
            while (read >= 0) {
                int length = held + read;
                int complete = Utf8.completeLength(bytes, length);
                append(bytes, complete);
                held = length - complete;
                System.arraycopy(bytes, complete, bytes, 0, held);
                read = stream.read(bytes, held, bytes.length - held);
            }
        } catch (IOException e) {
            // The stream was closed because the command was killed: what it wrote before stays.
        } finally {
            append(bytes, held);
            readers.countDown();
        }
    }

    private void append(byte[] bytes, int length) {
        if (length == 0) {
            return;
        }
        lock.lock();
        try {
            all.append(bytes, 0, length);
            unread.append(bytes, 0, length);
            if (!reported && !silent && reportedBytes < MAX_REPORTED_BYTES) {
                reportedBytes += length;
                context.report(new ToolActivity.CommandOutput(id, OutputText.of(bytes, 0, length)));
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitProcess() throws InterruptedException {
        int code = process.waitFor();
        Duration ran = Duration.ofNanos(System.nanoTime() - started);
        drain();
        lock.lock();
        try {
            exitCode = expired ? EXPIRED : code;
            if (ran.compareTo(QUICK) <= 0 || killed || linger.isZero()) {
                reportFinished(ran);
            }
            ended = true;
            changed.signalAll();
            long left = linger.toNanos();
            while (!reported && !silent && left > 0) {
                left = changed.awaitNanos(left);
            }
            reportFinished(ran);
        } finally {
            lock.unlock();
        }
    }

    /** Wait for what is still in the pipes, but not for children of the command that keep them open. */
    private void drain() throws InterruptedException {
        if (!readers.await(DRAIN.toNanos(), TimeUnit.NANOSECONDS) && isSilentSoFar()) {
            boolean unused = readers.await(FIRST_OUTPUT.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private boolean isSilentSoFar() {
        lock.lock();
        try {
            return all.size() == 0;
        } finally {
            lock.unlock();
        }
    }

    private void reportFinished(Duration ran) {
        if (!reported && !silent) {
            reported = true;
            context.report(new ToolActivity.CommandFinished(id, all.text(), exitCode, ran));
        }
    }

    List<String> argv() {
        return request.argv();
    }

    /** Wait until the command has ended, the time is over or the call is cancelled; return whether it has ended. */
    boolean await(Duration atMost, Cancellation cancellation) throws InterruptedException {
        Cancellation.Registration registration = cancellation.onCancel(this::wake);
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!ended && left > 0 && !cancellation.isCancelled()) {
                left = changed.awaitNanos(left);
            }
            return ended;
        } finally {
            lock.unlock();
            registration.close();
        }
    }

    /**
     * Wait like {@link #await}, but kill the command when the call is cancelled or its thread interrupted.
     *
     * @throws CancellationException if the call was cancelled
     */
    boolean awaitOrKill(Duration atMost, Cancellation cancellation) throws InterruptedException {
        try {
            boolean done = await(atMost, cancellation);
            if (cancellation.isCancelled()) {
                kill();
                await(KILLED, Cancellation.none());
            }
            cancellation.throwIfCancelled();
            return done;
        } catch (InterruptedException e) {
            kill();
            throw e;
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Return the exit code of a command that has ended. */
    int exitCode() {
        lock.lock();
        try {
            return exitCode;
        } finally {
            lock.unlock();
        }
    }

    /** Return what was written since the last time. */
    Output takeOutput() {
        lock.lock();
        try {
            Output output = new Output(unread.text(), unread.size());
            unread.clear();
            return output;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Output of a command.
     *
     * @param text the output, as far as it was kept
     * @param size bytes that were written
     */
    record Output(String text, long size) {}

    /** Hand text to the command without waiting until it is read. */
    void write(String text) {
        attend("input", () -> {
            inputLock.lock();
            try {
                OutputStream stdin = process.stdin();
                stdin.write(text.getBytes(StandardCharsets.UTF_8));
                stdin.flush();
            } catch (IOException e) {
                // The command does not read any more; its end is seen elsewhere.
            } finally {
                inputLock.unlock();
            }
        });
    }

    /** Let the command read the end of its input. */
    void closeInput() {
        try {
            process.stdin().close();
        } catch (IOException e) {
            // The command has ended already.
        }
    }

    /** Ask the command to stop as Ctrl-C would. */
    void interrupt() {
        process.interrupt();
    }

    /** Kill the command and all that it started; its end is reported at once. */
    void kill() {
        lock.lock();
        try {
            killed = true;
        } finally {
            lock.unlock();
        }
        process.kill();
    }

    /** Kill the command because its time is over. */
    void expire() {
        lock.lock();
        try {
            expired = !ended;
        } finally {
            lock.unlock();
        }
        kill();
    }

    /** Kill the command, and report nothing any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            silent = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        kill();
    }

    /** Wait until nothing is left of the command; return whether that is so. */
    boolean awaitDisposal(Duration atMost) throws InterruptedException {
        return disposed.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }
}
