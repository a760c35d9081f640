package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Find programs as execvp(3) does, but before anything is started, so that the error can name them. */
final class Programs {
    static final String SHELL = "/bin/sh";
    static final Path SETSID = Path.of("/usr/bin/setsid");
    /** Where execvp(3) looks when the environment has no PATH. */
    private static final String DEFAULT_PATH = "/bin:/usr/bin";

    private Programs() {}

    /**
     * Return the file that a command will run.
     *
     * @throws SandboxException if the working directory or the program does not exist
     */
    static Path find(SandboxCommand command) throws SandboxException {
        if (!Files.isDirectory(command.directory())) {
            throw new SandboxException(
                    SandboxException.Reason.NO_SUCH_DIRECTORY,
                    "the working directory " + command.directory() + " does not exist");
        }
        String program = command.argv().getFirst();
        try {
            return program.indexOf('/') >= 0 ? findByName(command, program) : findOnPath(command, program);
        } catch (InvalidPathException e) {
            throw new SandboxException(
                    SandboxException.Reason.PROGRAM_NOT_FOUND, "the program '" + program + "' has no valid name", e);
        }
    }

    private static Path findByName(SandboxCommand command, String program) throws SandboxException {
        Path file = command.directory().resolve(program);
        if (isProgram(file)) {
            return file;
        }
        throw new SandboxException(
                SandboxException.Reason.PROGRAM_NOT_FOUND,
                Files.exists(file)
                        ? "'" + program + "' is not a program that may be run"
                        : "the program '" + program + "' does not exist");
    }

    private static Path findOnPath(SandboxCommand command, String program) throws SandboxException {
        String path = command.environment().getOrDefault("PATH", DEFAULT_PATH);
        for (String entry : split(path)) {
            Path file = command.directory().resolve(entry).resolve(program);
            if (isProgram(file)) {
                return file;
            }
        }
        throw new SandboxException(
                SandboxException.Reason.PROGRAM_NOT_FOUND, "the program '" + program + "' was not found on the PATH");
    }

    /**
     * Return the files of this name in the absolute folders of our own PATH, and in {@code /usr/bin}; relative folders
     * would depend on where we were started.
     */
    static List<Path> candidates(String program, Optional<String> path) {
        List<Path> found = new ArrayList<>();
        for (String entry : split(path.orElse("") + ":/usr/bin")) {
            if (!entry.startsWith("/")) {
                continue;
            }
            Path file = Path.of(entry, program);
            if (!found.contains(file) && isProgram(file)) {
                found.add(file);
            }
        }
        return found;
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** An empty entry stands for the working directory. */
    private static List<String> split(String path) {
        List<String> entries = new ArrayList<>();
        int start = 0;
        while (true) {
            int end = path.indexOf(':', start);
            if (end < 0) {
                entries.add(path.substring(start));
                return entries;
            }
            entries.add(path.substring(start, end));
            start = end + 1;
        }
    }
}
