package io.codex4j.sandbox.windows.runner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Keep the input that a child has not read yet, without ever making the sender wait for the child.
 *
 * <p>The first of it is kept in memory, more of it in a file that vanishes with this object. One thread adds, one takes.
 */
final class InputBacklog implements AutoCloseable {
    private static final int BLOCK_SIZE = 64 << 10;

    /**
     * How much may wait.
     *
     * @param memory bytes in memory
     * @param file bytes in the file
     */
    record Limits(long memory, long file) {
        static final Limits DEFAULT = new Limits(4L << 20, 1L << 30);
    }

    private final Path folder;
    private final Limits limits;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable FileChannel file;
    private long fileRead;
    private long fileWritten;
    private boolean ended;
    private boolean discarding;

    /** Keep a backlog; the folder gets a file only if one is needed. */
    InputBacklog(Path folder, Limits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /**
     * Add input; what comes after the end, or after {@link #discard}, is dropped.
     *
     * @param data not copied
     * @throws IOException if there is no place for it
     */
    synchronized void add(byte[] data) throws IOException {
        if (ended || discarding || data.length == 0) {
            return;
        }
        // A piece that is larger than the memory for pieces is taken too if it is alone: it is in memory already.
        boolean fits = waiting.isEmpty() || waitingBytes + data.length <= limits.memory();
        if (fileRead == fileWritten && fits) {
            waiting.add(data);
            waitingBytes += data.length;
        } else {
            append(data);
        }
        notifyAll();
    }

    private void append(byte[] data) throws IOException {
        if (fileWritten - fileRead + data.length > limits.file()) {
            throw new IOException("more than " + (limits.file() >> 20) + " MiB of input were not read");
        }
        FileChannel channel = file;
        if (channel == null) {
            channel = FileChannel.open(
                    Files.createTempFile(folder, "input", ".tmp"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            file = channel;
        }
        int done = 0;
        while (done < data.length) {
            ByteBuffer source = ByteBuffer.wrap(data, done, untilWrap(fileWritten, data.length - done));
            int count = channel.write(source, fileWritten % limits.file());
            fileWritten += count;
            done += count;
        }
    }

    /** The file is used in a circle, so that a child that is always a little late does not make it grow. */
    private int untilWrap(long position, long length) {
        return (int) Math.min(length, limits.file() - position % limits.file());
    }

    /** Say that there is no more input. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Drop what waits and what will still come: nobody reads it. */
    synchronized void discard() {
        discarding = true;
        waiting.clear();
        waitingBytes = 0;
        fileRead = fileWritten;
        notifyAll();
    }

    /** Wait for the next input; null at the end. */
    synchronized byte @Nullable [] take() throws IOException, InterruptedException {
        while (waiting.isEmpty() && fileRead == fileWritten) {
            if (ended || discarding) {
                return null;
            }
            wait();
        }
        byte[] data = waiting.poll();
        if (data != null) {
            waitingBytes -= data.length;
            return data;
        }
        return takeFromFile();
    }

    private byte[] takeFromFile() throws IOException {
        FileChannel channel = file;
        if (channel == null) {
            throw new IllegalStateException("no file");
        }
        long length = Math.min(BLOCK_SIZE, fileWritten - fileRead);
        ByteBuffer target = ByteBuffer.allocate(untilWrap(fileRead, length));
        while (target.hasRemaining()) {
            int count = channel.read(target, fileRead % limits.file());
            if (count < 0) {
                throw new IOException("input that waited in a file is gone");
            }
            fileRead += count;
        }
        return target.array();
    }

    @Override
    public synchronized void close() {
        discard();
        FileChannel channel = file;
        if (channel == null) {
            return;
        }
        file = null;
        try {
            channel.close();
        } catch (IOException e) {
            // The file is of no use any more, and vanishes with this process at the latest.
            return;
        }
    }
}
