package io.codex4j.toolkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.Serial;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Read the body of a response as it comes.
 *
 * <p>Unlike the JDK's own stream, a read gives up when nothing came for too long, and any thread can end it at once.
 * Read by one thread at a time.
 */
final class BodyStream extends InputStream implements HttpResponse.BodySubscriber<BodyStream> {
    /** How many pieces may wait here, so that receiving and reading overlap. */
    private static final int WINDOW = 4;

    /** How much of a body that nobody wants is taken to keep the connection. */
    private static final int MAX_DISCARDED = 64 << 10;

    private final Duration idleTimeout;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<List<ByteBuffer>> received = new ArrayDeque<>();

    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean ended;
    private boolean aborted;
    private boolean discarding;
    private int discarded;

    /** The pieces that the reader is at; touched by no other thread. */
    private List<ByteBuffer> current = List.of();

    private int index;

    BodyStream(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    @Override
    public CompletionStage<BodyStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        boolean wanted;
        lock.lock();
        try {
            subscription = newSubscription;
            wanted = !aborted;
        } finally {
            lock.unlock();
        }
        if (wanted) {
            newSubscription.request(WINDOW);
        } else {
            newSubscription.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        boolean tooMuch = false;
        lock.lock();
        try {
            if (discarding) {
                for (ByteBuffer piece : pieces) {
                    discarded += piece.remaining();
                }
                tooMuch = discarded > MAX_DISCARDED;
            } else if (!aborted) {
                received.add(pieces);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        if (tooMuch) {
            abort();
        }
    }

    @Override
    public void onError(Throwable cause) {
        end(cause);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable cause) {
        lock.lock();
        try {
            if (!ended) {
                failure = cause;
                ended = true;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IdleTimeoutException if nothing came for too long
     */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return length == 0 ? 0 : read(target, offset, length, idleTimeout);
    }

    /** Read what comes within a time, up to a number of bytes; a body that is longer or slower is cut there. */
    byte[] readStart(int maxBytes, Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        byte[] start = new byte[maxBytes];
        int length = 0;
        try {
            while (length < maxBytes) {
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                int count = read(start, length, maxBytes - length, left);
                if (count < 0) {
                    break;
                }
                length += count;
            }
        } catch (IdleTimeoutException e) {
            // What has come until now is all that is wanted.
        }
        return Arrays.copyOf(start, length);
    }

    private int read(byte[] target, int offset, int length, Duration patience) throws IOException {
        while (true) {
            while (index < current.size()) {
                ByteBuffer piece = current.get(index);
                if (piece.hasRemaining()) {
                    int count = Math.min(length, piece.remaining());
                    piece.get(target, offset, count);
                    return count;
                }
                index++;
            }
            if (!awaitPieces(patience)) {
                return -1;
            }
        }
    }

    /** Wait for the next pieces; false at the end of the body. */
    private boolean awaitPieces(Duration patience) throws IOException {
        Flow.Subscription source;
        lock.lock();
        try {
            long left = patience.toNanos();
            while (received.isEmpty() && !ended && !aborted) {
                if (left <= 0) {
                    throw new IdleTimeoutException(patience);
                }
                left = changed.awaitNanos(left);
            }
            if (aborted) {
                throw new IOException("the stream was closed");
            }
            if (received.isEmpty()) {
                if (failure != null) {
                    throw new IOException(failure);
                }
                return false;
            }
            current = received.remove();
            index = 0;
            source = subscription;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            lock.unlock();
        }
        if (source != null) {
            source.request(1);
        }
        return true;
    }

    /** Tell whether the stream was ended from this side. */
    boolean aborted() {
        lock.lock();
        try {
            return aborted;
        } finally {
            lock.unlock();
        }
    }

    /** End the stream and its connection, and wake the reader; from any thread, without blocking. */
    void abort() {
        Flow.Subscription source;
        lock.lock();
        try {
            if (aborted || (ended && received.isEmpty())) {
                aborted = true;
                return;
            }
            aborted = true;
            received.clear();
            source = subscription;
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (source != null) {
            source.cancel();
        }
    }

    /** Let the body come to its end unread, if that is near, so that the connection can be used again. */
    void discardRest() {
        Flow.Subscription source;
        lock.lock();
        try {
            discarding = true;
            received.clear();
            source = ended ? null : subscription;
        } finally {
            lock.unlock();
        }
        if (source != null) {
            source.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void close() {
        abort();
    }

    /** Report that nothing came for too long. */
    static final class IdleTimeoutException extends IOException {
        @Serial
        private static final long serialVersionUID = 1;

        IdleTimeoutException(Duration patience) {
            super("nothing came for " + patience.toMillis() + " ms");
        }
    }
}
