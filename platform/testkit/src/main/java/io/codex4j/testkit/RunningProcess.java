package io.codex4j.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * A process that is still there.
 *
 * @param pid its id
 * @param command its command line, words joined by blanks
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record RunningProcess(long pid, String command) {
    private static final Path PROC = Path.of("/proc");

    /**
     * Find the processes that carry a variable in the environment they were started with, or that work in a folder; by
     * {@code /proc}, for a process that has left its parent is no descendant of anything any more.
     */
    static List<RunningProcess> find(String variable, Predicate<Path> folder) {
        List<RunningProcess> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                if (read(entry.resolve("environ")).contains("\0" + variable + "\0") || worksIn(entry, folder)) {
                    String command =
                            read(entry.resolve("cmdline")).replace('\0', ' ').strip();
                    found.add(new RunningProcess(
                            Long.parseLong(entry.getFileName().toString()), command));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot list processes: " + e, e);
        }
        return found;
    }

    void kill() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static boolean worksIn(Path entry, Predicate<Path> folder) {
        try {
            return folder.test(Files.readSymbolicLink(entry.resolve("cwd")));
        } catch (IOException e) {
            // Ended meanwhile, or somebody else's.
            return false;
        }
    }

    /** Return a file of words, each between zero bytes; empty if it cannot be read. */
    private static String read(Path file) {
        try {
            return "\0" + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // Ended meanwhile, or somebody else's.
            return "";
        }
    }
}
