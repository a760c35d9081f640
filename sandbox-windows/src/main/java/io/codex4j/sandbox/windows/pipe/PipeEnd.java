package io.codex4j.sandbox.windows.pipe;

import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Pipes;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hold one end of a pipe so that it can be closed while a thread blocks in it.
 *
 * <p>Closing a handle that a thread blocks in can hang, so the call is cancelled first. A call that does not let itself be
 * cancelled closes the handle when it returns at last. One call at a time; platform threads only, since Windows cancels
 * threads of its own.
 */
final class PipeEnd implements AutoCloseable {
    private static final Duration LONGEST_CANCEL = Duration.ofSeconds(2);
    private static final long CANCEL_AGAIN_AFTER_MS = 5;

    /** A call that may block. */
    interface Call {
        int run(Handle pipe) throws Win32Exception;
    }

    private final Pipes pipes;
    private final Handle pipe;
    private final ReentrantLock turn = new ReentrantLock();
    private final ReentrantLock state = new ReentrantLock();
    private final Condition idle = state.newCondition();
    private @Nullable Thread caller;
    private Handle callerHandle = Handle.NONE;
    private boolean busy;
    private boolean closed;
    private boolean freed;

    PipeEnd(Pipes pipes, Handle pipe) {
        this.pipes = pipes;
        this.pipe = pipe;
    }

    Pipes pipes() {
        return pipes;
    }

    /** Do a call; one that is cancelled by {@link #close} fails. */
    int call(Call call) throws IOException {
        turn.lock();
        try {
            enter();
            try {
                return call.run(pipe);
            } finally {
                leave();
            }
        } catch (Win32Exception e) {
            throw isClosed() ? new IOException("the pipe was closed", e) : e;
        } finally {
            turn.unlock();
        }
    }

    private boolean isClosed() {
        state.lock();
        try {
            return closed;
        } finally {
            state.unlock();
        }
    }

    private void enter() throws IOException {
        state.lock();
        try {
            if (closed) {
                throw new IOException("the pipe is closed");
            }
            // Nearly always the same thread as before, so its handle is kept.
            if (caller != Thread.currentThread()) {
                Handle mine = pipes.currentThread();
                freeCaller();
                caller = Thread.currentThread();
                callerHandle = mine;
            }
            busy = true;
        } finally {
            state.unlock();
        }
    }

    private void leave() {
        state.lock();
        try {
            busy = false;
            idle.signalAll();
            if (closed) {
                free();
            }
        } finally {
            state.unlock();
        }
    }

    @Override
    public void close() {
        boolean interrupted = false;
        state.lock();
        try {
            closed = true;
            long deadline = System.nanoTime() + LONGEST_CANCEL.toNanos();
            while (busy && System.nanoTime() < deadline) {
                cancel();
                try {
                    // The thread may have been on its way into the call, where it could not be cancelled yet.
                    idle.await(CANCEL_AGAIN_AFTER_MS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (!busy) {
                free();
            }
        } finally {
            state.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void cancel() {
        try {
            pipes.cancel(callerHandle);
        } catch (Win32Exception e) {
            // It is tried again until the time is over, and then the call itself closes the handle.
            return;
        }
    }

    private void free() {
        if (!freed) {
            freed = true;
            pipes.close(pipe);
            freeCaller();
        }
    }

    private void freeCaller() {
        if (caller != null) {
            caller = null;
            pipes.close(callerHandle);
        }
    }
}
