package io.codex4j.sandbox.windows.setup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Let one thread of one process at a time change the files of the sandbox. Not reentrant. */
final class StateLock {
    private static final long PATIENCE_MILLIS = 15_000;
    private static final long PAUSE_MILLIS = 10;

    /** A lock on a file holds off other processes only; within this one these do. */
    private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    /** What is done under the lock. */
    interface Work<T> {
        T run() throws IOException;
    }

    private StateLock() {}

    /** Do something under the lock; waits for it, but not for ever. */
    static <T> T holding(SandboxHome home, Work<T> work) throws IOException {
        Path file = home.lock().toAbsolutePath().normalize();
        ReentrantLock here = HERE.computeIfAbsent(file, key -> new ReentrantLock());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try {
            if (!here.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw busy(file);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            Files.createDirectories(home.secrets());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                waitFor(file, channel, end);
                return work.run();
            }
        } finally {
            here.unlock();
        }
    }

    /** The lock ends with its channel. */
    private static void waitFor(Path file, FileChannel channel, long end) throws IOException {
        try {
            while (channel.tryLock() == null) {
                if (System.nanoTime() > end) {
                    throw busy(file);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IOException busy(Path file) {
        return new IOException(
                "another program has held " + file + " for too long; close other sessions and try again");
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while another session was changing the sandbox");
    }
}
