package io.codex4j.sandbox.windows.runner;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keep what a child wrote until it is read. Whoever adds waits while too much of it waits, and so, in the end, does the
 * child; when the child is to be ended, what does not fit is dropped instead.
 */
final class OutputQueue extends InputStream {
    static final int CAPACITY = 1 << 20;

    /** What a piece costs besides its bytes, so that many small ones count too. */
    private static final int COST_OF_PIECE = 48;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private int cost;
    private int available;

    /** How much of the first piece has been read. */
    private int used;

    private boolean ended;
    private boolean closed;
    private boolean dropping;

    /** Add a piece, which is not copied. */
    void add(byte[] piece) {
        if (piece.length == 0) {
            return;
        }
        lock.lock();
        try {
            while (cost >= CAPACITY && !dropping && !closed) {
                changed.awaitUninterruptibly();
            }
            if (cost < CAPACITY) {
                append(piece);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Add a piece whether it fits or not. */
    void addAnyway(byte[] piece) {
        lock.lock();
        try {
            append(piece);
        } finally {
            lock.unlock();
        }
    }

    private void append(byte[] piece) {
        if (!closed) {
            pieces.add(piece);
            cost += piece.length + COST_OF_PIECE;
            available += piece.length;
            changed.signalAll();
        }
    }

    /** Keep nobody waiting any more who adds. */
    void drop() {
        lock.lock();
        try {
            dropping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Mark the end, behind what was added. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            byte[] piece = first();
            if (piece == null) {
                return -1;
            }
            int count = Math.min(length, piece.length - used);
            System.arraycopy(piece, used, target, offset, count);
            used += count;
            available -= count;
            if (used == piece.length) {
                pieces.remove();
                used = 0;
                cost -= piece.length + COST_OF_PIECE;
                changed.signalAll();
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Wait for a piece; null at the end. */
    private byte @Nullable [] first() throws IOException {
        try {
            while (pieces.isEmpty() && !ended && !closed) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException failure = new InterruptedIOException("interrupted while the program wrote nothing");
            failure.initCause(e);
            throw failure;
        }
        if (closed) {
            throw new IOException("the stream is closed");
        }
        return pieces.peek();
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return available;
        } finally {
            lock.unlock();
        }
    }

    /** Forget what was added and what will be. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            pieces.clear();
            cost = 0;
            available = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
