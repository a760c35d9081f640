package io.codex4j.sandbox.windows;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Find a program where the command's own environment says; Windows itself would look in the folder and on the path of the
 * process that starts it.
 */
final class ProgramSearch {
    private static final String DEFAULT_EXTENSIONS = ".COM;.EXE;.BAT;.CMD";

    private ProgramSearch() {}

    /** Return the command with the path of its program; as it is if none is found, so that Windows can say why. */
    static List<String> resolve(List<String> argv, Path directory, Map<String, String> environment) {
        String program = argv.getFirst();
        List<String> resolved = new ArrayList<>(argv);
        for (String folder : isPath(program) ? List.of("") : entries(environment, "PATH", "")) {
            for (String name : names(program, environment)) {
                if (isFile(directory, folder, name)) {
                    resolved.set(0, directory.resolve(folder).resolve(name).toString());
                    return resolved;
                }
            }
        }
        return resolved;
    }

    private static boolean isPath(String program) {
        return program.indexOf('\\') >= 0 || program.indexOf('/') >= 0 || program.indexOf(':') >= 0;
    }

    private static List<String> names(String program, Map<String, String> environment) {
        List<String> names = new ArrayList<>();
        int nameStart = Math.max(program.lastIndexOf('\\'), program.lastIndexOf('/')) + 1;
        if (program.indexOf('.', nameStart) >= 0) {
            names.add(program);
        }
        for (String extension : entries(environment, "PATHEXT", DEFAULT_EXTENSIONS)) {
            names.add(program + extension);
        }
        return names;
    }

    private static boolean isFile(Path directory, String folder, String name) {
        try {
            return Files.isRegularFile(directory.resolve(folder).resolve(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Return the entries of a list such as {@code PATH}; names of variables count in any case. */
    private static List<String> entries(Map<String, String> environment, String name, String otherwise) {
        String value = otherwise;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (variable.getKey().equalsIgnoreCase(name)) {
                value = variable.getValue();
            }
        }
        List<String> entries = new ArrayList<>();
        for (String entry : value.split(";", -1)) {
            String plain = entry.replace("\"", "").strip();
            if (!plain.isEmpty()) {
                entries.add(plain);
            }
        }
        return entries;
    }
}
