package io.codex4j.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Find out beforehand why a program will not run: a sandbox launcher that fails at it says so in its own words. */
final class Programs {
    private static final int CANNOT_EXECUTE = 126;
    private static final int NOT_FOUND = 127;
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final String DEFAULT_SUFFIXES = ".COM;.EXE;.BAT;.CMD";

    private Programs() {}

    /**
     * Why a program will not run.
     *
     * @param sentence what is wrong
     * @param status the exit code that a shell gives
     */
    record Problem(String sentence, int status) {}

    static Optional<Problem> problem(String program, Path directory, Map<String, String> environment) {
        boolean found = false;
        for (Path candidate : candidates(program, directory, environment)) {
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.empty();
            }
            found |= Files.exists(candidate);
        }
        return Optional.of(
                found
                        ? new Problem("`" + program + "` is no program that may be executed", CANNOT_EXECUTE)
                        : new Problem("there is no program `" + program + "`", NOT_FOUND));
    }

    private static List<Path> candidates(String program, Path directory, Map<String, String> environment) {
        List<Path> candidates = new ArrayList<>();
        try {
            if (program.indexOf('/') >= 0 || program.indexOf(File.separatorChar) >= 0) {
                add(directory.resolve(program), environment, candidates);
            } else {
                for (String folder :
                        environment.getOrDefault("PATH", DEFAULT_PATH).split(File.pathSeparator, -1)) {
                    add(directory.resolve(folder).resolve(program), environment, candidates);
                }
            }
        } catch (InvalidPathException e) {
            // A name that no file can have is not found.
        }
        return candidates;
    }

    /** On Windows, the suffix of a program may be left out. */
    private static void add(Path program, Map<String, String> environment, List<Path> candidates) {
        candidates.add(program);
        if (File.separatorChar == '\\') {
            for (String suffix :
                    environment.getOrDefault("PATHEXT", DEFAULT_SUFFIXES).split(File.pathSeparator, -1)) {
                candidates.add(program.resolveSibling(program.getFileName() + suffix));
            }
        }
    }
}
