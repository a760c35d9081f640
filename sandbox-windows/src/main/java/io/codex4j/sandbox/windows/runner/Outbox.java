package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.windows.ipc.FrameException;
import io.codex4j.sandbox.windows.ipc.FrameWriter;
import io.codex4j.sandbox.windows.ipc.Message;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Send messages to a runner from a thread of their own, so that a runner that does not read blocks nobody but the writer of
 * input, and what steers the child overtakes the input that waits.
 */
final class Outbox {
    /** How much input may wait. */
    private static final int CAPACITY = 1 << 18;

    /** How much input one message brings: as base64 it fits into the buffer of the pipe. */
    private static final int INPUT_PER_MESSAGE = 1 << 15;

    private static final byte CTRL_C = 3;

    private final FrameWriter writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** The input that waits, from {@code start} on and round the end; made when there is some. */
    private byte[] ring = {};

    private int start;
    private int count;
    private boolean inputEnds;
    private boolean inputEnded;

    private Message.@Nullable SpawnRequest request;
    private @Nullable TerminalSize size;
    private boolean terminate;
    private boolean interrupt;
    private boolean stopped;

    Outbox(FrameWriter writer, Message.SpawnRequest request) {
        this.writer = writer;
        this.request = request;
    }

    /**
     * Send until there is nothing more to come; for a thread of its own.
     *
     * @throws FrameException if the request cannot be sent as a frame
     */
    void run() throws FrameException {
        try {
            for (Message next = next(); next != null; next = next()) {
                writer.write(next);
            }
        } catch (FrameException e) {
            throw e;
        } catch (IOException e) {
            // The runner is gone. Whoever listens to it finds out too, and says so.
            return;
        } finally {
            stop();
        }
    }

    /** Queue input; waits while there is too much of it. */
    void input(byte[] source, int offset, int length) throws IOException {
        lock.lock();
        try {
            for (int done = 0; done < length; ) {
                while (count == CAPACITY && !inputEnds && !stopped) {
                    changed.await();
                }
                if (inputEnds || stopped) {
                    throw new IOException("the program takes no more input");
                }
                done += put(source, offset + done, length - done);
                changed.signalAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the program did not read its input", e);
        } finally {
            lock.unlock();
        }
    }

    private int put(byte[] source, int offset, int length) {
        if (ring.length == 0) {
            ring = new byte[CAPACITY];
        }
        int end = (start + count) % CAPACITY;
        int fits = Math.min(Math.min(length, CAPACITY - count), CAPACITY - end);
        System.arraycopy(source, offset, ring, end, fits);
        count += fits;
        return fits;
    }

    /** End the input behind what is queued. */
    void endInput() {
        change(() -> inputEnds = true);
    }

    /** Set the size of the terminal; only the last one counts. */
    void resize(TerminalSize newSize) {
        change(() -> size = newSize);
    }

    /** Type Ctrl-C, before what is queued. */
    void interrupt() {
        change(() -> interrupt = true);
    }

    /** End the child; input that waits is of no use any more. */
    void terminate() {
        change(() -> {
            terminate = true;
            inputEnds = true;
            inputEnded = true;
            count = 0;
        });
    }

    /** Send nothing more. */
    void stop() {
        change(() -> stopped = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Return the next message as soon as there is one; null when no more will come. */
    private @Nullable Message next() {
        lock.lock();
        try {
            while (!stopped) {
                Message next = poll();
                if (next != null) {
                    changed.signalAll();
                    return next;
                }
                changed.awaitUninterruptibly();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Message poll() {
        if (request != null) {
            Message.SpawnRequest first = request;
            request = null;
            return first;
        }
        if (terminate) {
            terminate = false;
            return new Message.Terminate();
        }
        if (size != null) {
            TerminalSize newSize = size;
            size = null;
            return new Message.Resize(newSize);
        }
        if (interrupt && !inputEnded) {
            interrupt = false;
            return new Message.Stdin(new byte[] {CTRL_C});
        }
        if (count > 0) {
            return new Message.Stdin(take());
        }
        if (inputEnds && !inputEnded) {
            inputEnded = true;
            return new Message.CloseStdin();
        }
        return null;
    }

    private byte[] take() {
        byte[] data = new byte[Math.min(count, INPUT_PER_MESSAGE)];
        int straight = Math.min(data.length, CAPACITY - start);
        System.arraycopy(ring, start, data, 0, straight);
        System.arraycopy(ring, 0, data, straight, data.length - straight);
        start = (start + data.length) % CAPACITY;
        count -= data.length;
        return data;
    }
}
