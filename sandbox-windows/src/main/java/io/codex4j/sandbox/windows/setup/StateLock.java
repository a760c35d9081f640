package io.codex4j.sandbox.windows.setup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Let one thread of one process at a time change the files of the sandbox. Not reentrant. */
final class StateLock implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 15_000;
    private static final long PAUSE_MILLIS = 10;

    /** A lock on a file holds off other processes only; within this one these do. */
    private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private final ReentrantLock here;
    private final FileChannel channel;
    private final FileLock lock;

    private StateLock(ReentrantLock here, FileChannel channel, FileLock lock) {
        this.here = here;
        this.channel = channel;
        this.lock = lock;
    }

    /** Wait for the lock, but not for ever. */
    static StateLock take(SandboxHome home) throws IOException {
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
            return lock(file, here, end);
        } catch (IOException | RuntimeException e) {
            here.unlock();
            throw e;
        }
    }

    private static StateLock lock(Path file, ReentrantLock here, long end) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            while (lock == null) {
                if (System.nanoTime() > end) {
                    throw busy(file);
                }
                Thread.sleep(PAUSE_MILLIS);
                lock = channel.tryLock();
            }
            return new StateLock(here, channel, lock);
        } catch (InterruptedException e) {
            channel.close();
            throw interrupted();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static IOException busy(Path file) {
        return new IOException("another program has held " + file + " for too long; close other sessions and try again");
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while another session was changing the sandbox");
    }

    @Override
    public void close() throws IOException {
        try {
            lock.release();
        } finally {
            channel.close();
            here.unlock();
        }
    }
}
