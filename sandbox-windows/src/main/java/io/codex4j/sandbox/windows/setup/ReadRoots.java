package io.codex4j.sandbox.windows.setup;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Say what the users of the sandbox need to read.
 *
 * @param urgent what the command at hand cannot do without
 * @param others what it may look at; giving the rights can take minutes
 */
record ReadRoots(List<Path> urgent, List<Path> others) {
    private static final List<String> SYSTEM_FOLDERS =
            List.of("SystemRoot", "ProgramFiles", "ProgramFiles(x86)", "ProgramData");

    /**
     * Find the folders.
     *
     * @param programs the folders of the command runner
     * @param program first word of the command
     * @param denied what may not be read
     */
    static ReadRoots of(
            SandboxHome home,
            Environment environment,
            WriteRules rules,
            Path directory,
            Collection<Path> programs,
            String program,
            Collection<Path> denied) {
        Set<Path> urgent = new LinkedHashSet<>();
        addExisting(urgent, home.programs());
        programs.forEach(path -> addExisting(urgent, path));
        addExisting(urgent, directory);
        addProgram(urgent, program);
        Set<Path> others = new LinkedHashSet<>();
        for (String name : SYSTEM_FOLDERS) {
            environment.path(name).ifPresent(path -> addExisting(others, path));
        }
        environment
                .path("USERPROFILE")
                .flatMap(WriteRules::real)
                .ifPresent(profile -> others.addAll(ProfileFolder.children(profile)));
        others.removeAll(urgent);
        return new ReadRoots(without(urgent, rules.roots(), denied), without(others, rules.roots(), denied));
    }

    private static void addExisting(Set<Path> paths, Path path) {
        WriteRules.real(path).ifPresent(paths::add);
    }

    private static void addProgram(Set<Path> paths, String program) {
        try {
            Path path = Path.of(program);
            if (path.isAbsolute() && Files.isRegularFile(path)) {
                addExisting(paths, path);
            }
        } catch (InvalidPathException e) {
            // Windows will say that there is no such program.
        }
    }

    private static List<Path> without(Set<Path> paths, List<Path> writable, Collection<Path> denied) {
        List<Path> kept = new ArrayList<>(paths);
        kept.removeAll(writable);
        kept.removeAll(denied);
        return List.copyOf(kept);
    }
}
