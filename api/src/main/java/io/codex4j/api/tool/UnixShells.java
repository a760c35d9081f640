package io.codex4j.api.tool;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Find the shells of Unix. */
final class UnixShells {
    private static final Set<String> KNOWN = Set.of("bash", "zsh", "sh");
    private static final List<String> FALLBACKS = List.of("/bin/bash", "/bin/sh");

    private final Map<String, String> environment;

    UnixShells(Map<String, String> environment) {
        this.environment = environment;
    }

    CommandShell ofUser() {
        String shell = environment.getOrDefault("SHELL", "");
        return isKnown(shell) && isExecutable(shell) ? shell(shell) : fallback();
    }

    CommandShell named(String wanted) {
        if (isKnown(wanted)) {
            if (wanted.indexOf('/') >= 0) {
                return isExecutable(wanted) ? shell(wanted) : fallback();
            }
            String found = onPath(wanted);
            return found == null ? fallback() : shell(found);
        }
        return fallback();
    }

    private @Nullable String onPath(String name) {
        String path = environment.getOrDefault("PATH", "");
        for (String folder : ("/bin:/usr/bin:" + path).split(":", -1)) {
            String candidate = folder + "/" + name;
            if (!folder.isEmpty() && isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static CommandShell fallback() {
        for (String shell : FALLBACKS) {
            if (isExecutable(shell)) {
                return shell(shell);
            }
        }
        return shell("sh");
    }

    private static CommandShell shell(String program) {
        return new CommandShell(program, baseName(program));
    }

    private static boolean isKnown(String shell) {
        return KNOWN.contains(baseName(shell));
    }

    private static String baseName(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    private static boolean isExecutable(String program) {
        try {
            Path path = Path.of(program);
            return path.isAbsolute() && Files.isRegularFile(path) && Files.isExecutable(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
