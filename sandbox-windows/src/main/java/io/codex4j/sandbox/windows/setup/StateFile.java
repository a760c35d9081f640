package io.codex4j.sandbox.windows.setup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Read and write the files of the sandbox. A file is written beside its place, forced to the disk and renamed: whoever
 * reads sees the old one or the new one, whatever happens in between.
 */
final class StateFile {
    private static final long LARGEST = 16L << 20;

    /** Windows refuses to replace a file that a scanner or another reader holds open for a moment. */
    private static final int ATTEMPTS = 20;

    private static final long PAUSE_MILLIS = 25;
    private static final AtomicLong COUNTER = new AtomicLong();

    /** Tells that a file is there but is not what it should be. */
    static final class Corrupt extends IOException {
        @Serial
        private static final long serialVersionUID = 1;

        Corrupt(Path file, String reason) {
            super(file + " cannot be used: " + reason);
        }
    }

    private StateFile() {}

    /** Return the object in a file; nothing if there is no such file. */
    static Optional<Map<String, Object>> read(Path file) throws IOException {
        Optional<byte[]> bytes = readBytes(file);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonTree.parse(bytes.get()));
        } catch (IOException e) {
            throw new Corrupt(file, String.valueOf(e.getMessage()));
        }
    }

    /** Return the bytes of a file; nothing if there is no such file. */
    static Optional<byte[]> readBytes(Path file) throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new Corrupt(file, "it is larger than " + LARGEST + " bytes");
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static void write(Path file, Map<String, Object> object) throws IOException {
        write(file, JsonTree.print(object));
    }

    static void write(Path file, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is not the path of a file");
        }
        Files.createDirectories(folder);
        String name = file.getFileName() + "." + ProcessHandle.current().pid() + "." + COUNTER.incrementAndGet();
        Path temporary = folder.resolve(name + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            rename(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Put a file that cannot be used aside, under its name and {@code .corrupt}. */
    static void quarantine(Path file) throws IOException {
        try {
            rename(file, file.resolveSibling(file.getFileName() + ".corrupt"));
        } catch (NoSuchFileException e) {
            // Somebody else was quicker.
            return;
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return;
            } catch (AccessDeniedException e) {
                if (attempt == ATTEMPTS || Files.isDirectory(to)) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a file was replaced");
        }
    }
}
