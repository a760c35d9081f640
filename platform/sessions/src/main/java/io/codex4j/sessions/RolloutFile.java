package io.codex4j.sessions;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Append whole lines to a file, or nothing. For one thread. */
final class RolloutFile implements Closeable {
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

    private final Path path;
    private final FileChannel channel;

    RolloutFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Make a file that only its owner can read, and its folders where they are missing. */
    static RolloutFile create(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent(), only(path, "rwx------"));
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
        return new RolloutFile(path, FileChannel.open(path, options, only(path, "rw-------")));
    }

    /** Go on with a file. A last line that was torn is ended, so that the next line is not glued to it. */
    static RolloutFile resume(Path path) throws IOException {
        boolean torn = isTorn(path);
        RolloutFile file = new RolloutFile(path, FileChannel.open(path, StandardOpenOption.APPEND));
        if (torn) {
            file.append(new byte[] {'\n'});
        }
        return file;
    }

    private static boolean isTorn(Path path) throws IOException {
        try (FileChannel reader = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return reader.size() > 0 && reader.read(last, reader.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    private static FileAttribute<?>[] only(Path path, String permissions) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return NO_ATTRIBUTES;
        }
        Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
    }

    /**
     * Append lines; after a failure, those that did not arrive whole are taken back.
     *
     * @param lines whole lines, each with its line feed
     */
    void append(byte[] lines) throws IOException {
        if (!Files.exists(path)) {
            // The channel would go on writing to a file that nobody can find any more.
            throw new NoSuchFileException(path.toString());
        }
        long start = channel.size();
        ByteBuffer rest = ByteBuffer.wrap(lines);
        try {
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (IOException e) {
            takeBack(start, lines, rest.position(), e);
            throw e;
        }
    }

    private void takeBack(long start, byte[] lines, int written, IOException failure) {
        int whole = written;
        while (whole > 0 && lines[whole - 1] != '\n') {
            whole--;
        }
        try {
            // Longer means that another process has appended too: cutting would take its lines.
            if (channel.size() == start + written) {
                channel.truncate(start + whole);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
