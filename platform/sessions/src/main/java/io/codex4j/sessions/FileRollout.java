package io.codex4j.sessions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Record into a file, from a thread of its own that is started with the first line. */
final class FileRollout extends Rollout {
    /** Lines that may wait; each is already in memory as part of the conversation, so that this costs little. */
    private static final int WAITING_LINES = 4096;

    private static final int BATCH_BYTES = 1 << 18;
    /** How long a disk that stands still may hold up the session. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String TOO_SLOW = "the disk is too slow";

    private final Path path;
    private final Clock clock;
    private final Opener opener;
    private final @Nullable RolloutLine first;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(WAITING_LINES);
    private final ReentrantLock order = new ReentrantLock();
    private boolean started;
    private boolean closed;
    private volatile @Nullable String failure;

    /** Open the file, once, on the thread that writes. */
    interface Opener {
        RolloutFile open() throws IOException;
    }

    /** What the writing thread is given. */
    private sealed interface Entry {
        record Line(Instant time, RolloutLine line) implements Entry {}

        record Mark(CountDownLatch reached, boolean last) implements Entry {}
    }

    /** @param first the line that a new file begins with */
    FileRollout(Path path, Clock clock, Opener opener, @Nullable RolloutLine first) {
        this.path = path;
        this.clock = clock;
        this.opener = opener;
        this.first = first;
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(path);
    }

    @Override
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    void append(RolloutLine line) {
        order.lock();
        try {
            if (closed || failure != null) {
                return;
            }
            if (!started) {
                started = true;
                Thread.ofVirtual().name("rollout").start(this::work);
                if (first != null) {
                    put(new Entry.Line(clock.instant(), first));
                }
            }
            if (!put(new Entry.Line(clock.instant(), line))) {
                fail(TOO_SLOW);
            }
        } finally {
            order.unlock();
        }
    }

    @Override
    public void flush() {
        mark(false);
    }

    @Override
    public void close() {
        mark(true);
    }

    private void mark(boolean last) {
        CountDownLatch reached = new CountDownLatch(1);
        boolean taken;
        order.lock();
        try {
            if (!started || closed) {
                closed |= last;
                return;
            }
            closed = last;
            taken = put(new Entry.Mark(reached, last));
        } finally {
            order.unlock();
        }
        if (!taken || !waitPatiently(left -> reached.await(left, TimeUnit.NANOSECONDS))) {
            fail(TOO_SLOW);
        }
    }

    private boolean put(Entry entry) {
        return waiting.offer(entry) || waitPatiently(left -> waiting.offer(entry, left, TimeUnit.NANOSECONDS));
    }

    private interface TimedWait {
        boolean await(long nanos) throws InterruptedException;
    }

    /** Wait although the thread is interrupted: a turn that is stopped is recorded to its end. */
    private static boolean waitPatiently(TimedWait wait) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.await(end - System.nanoTime());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void work() {
        Optional<RolloutFile> file = open();
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        try {
            while (work(waiting.take(), batch, file)) {
                // After a failure too: whoever waits for a mark must be let go.
            }
        } catch (InterruptedException e) {
            fail("the program is ending");
            Thread.currentThread().interrupt();
        }
        file.ifPresent(this::close);
    }

    private Optional<RolloutFile> open() {
        try {
            return Optional.of(opener.open());
        } catch (IOException e) {
            fail(reason(e));
            return Optional.empty();
        }
    }

    private void close(RolloutFile file) {
        try {
            file.close();
        } catch (IOException e) {
            fail(reason(e));
        }
    }

    /** Work off one entry; tells whether others may follow. */
    private boolean work(Entry entry, ByteArrayOutputStream batch, Optional<RolloutFile> file) {
        return switch (entry) {
            case Entry.Line line -> {
                encode(line, batch, file);
                if (waiting.isEmpty() || batch.size() >= BATCH_BYTES) {
                    write(batch, file);
                }
                yield true;
            }
            case Entry.Mark mark -> {
                write(batch, file);
                mark.reached().countDown();
                yield !mark.last();
            }
        };
    }

    private void encode(Entry.Line line, ByteArrayOutputStream batch, Optional<RolloutFile> file) {
        try {
            batch.writeBytes(line.line().encode(line.time()));
        } catch (UncheckedIOException e) {
            write(batch, file);
            fail("an item cannot be written as JSON: " + e.getMessage());
        }
    }

    private void write(ByteArrayOutputStream batch, Optional<RolloutFile> file) {
        try {
            if (batch.size() > 0 && failure == null && file.isPresent()) {
                file.get().append(batch.toByteArray());
            }
        } catch (IOException e) {
            fail(reason(e));
        }
        batch.reset();
    }

    private synchronized void fail(String reason) {
        if (failure == null) {
            failure = "This session is no longer recorded in " + path + ": " + reason
                    + ". It goes on, but what follows cannot be resumed.";
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "the file or its folder is gone";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getReason();
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
