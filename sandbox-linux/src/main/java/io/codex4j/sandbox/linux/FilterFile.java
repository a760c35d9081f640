package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keep the system call filters where another program can read them but nothing can change them.
 *
 * <p>A filter lies in a file that has no name any more; this JVM holds it open, and {@code /proc/<pid>/fd/<n>} opens it
 * anew. A sandboxed program sees neither our process nor, while the file still has a name, the folder that it is in.
 */
final class FilterFile {
    private record Held(FileChannel channel, Path path) {}

    private static final Map<Boolean, Held> HELD = new HashMap<>();

    private FilterFile() {}

    /** Return a path under which the filter can be read while this JVM lives. */
    static synchronized Path of(NetworkAccess network) throws SandboxException {
        boolean open = network instanceof NetworkAccess.Full;
        Held held = HELD.get(open);
        if (held == null) {
            CpuArchitecture architecture = CpuArchitecture.current()
                    .orElseThrow(() -> new SandboxException(
                            SandboxException.Reason.UNENFORCEABLE, CpuArchitecture.unknownMessage()));
            held = write(SeccompFilter.build(architecture, network));
            HELD.put(open, held);
        }
        return held.path();
    }

    private static Held write(byte[] filter) throws SandboxException {
        IOException last = new IOException("there is no folder to put it in");
        for (Path folder : folders()) {
            Path file = folder.resolve("codex4j-" + ProcessIdentity.own().text() + "-" + System.nanoTime());
            try {
                return write(filter, file);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new SandboxException(
                SandboxException.Reason.SETUP_FAILED,
                "the system call filter cannot be handed to bubblewrap: " + last.getMessage(),
                last);
    }

    /** Shared memory first: sandboxed programs have one of their own. */
    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        folders.add(Path.of("/dev/shm"));
        Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"))
                .filter(value -> value.startsWith("/"))
                .ifPresent(value -> folders.add(Path.of(value)));
        folders.add(Path.of(System.getProperty("user.home")));
        return folders;
    }

    private static Held write(byte[] filter, Path file) throws IOException {
        try {
            try (FileChannel writer = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer bytes = ByteBuffer.wrap(filter);
                while (bytes.hasRemaining()) {
                    writer.write(bytes);
                }
            }
            FileChannel reader = FileChannel.open(file, StandardOpenOption.READ);
            return new Held(reader, descriptor(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The file has a name that no other has, so the one descriptor that leads to it is ours. */
    private static Path descriptor(Path file) throws IOException {
        Path folder = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd");
        String[] names = folder.toFile().list();
        if (names != null) {
            for (String name : names) {
                Path descriptor = folder.resolve(name);
                if (leadsTo(descriptor, file)) {
                    return descriptor;
                }
            }
        }
        throw new IOException("/proc does not show our open files");
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException e) {
            return false;
        }
    }
}
