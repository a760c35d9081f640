package io.codex4j.config;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Find the folder of the config that an administrator makes for all users of a machine. */
final class SystemDirectory {
    private static final Path UNIX = Path.of("/etc/codex");
    private static final Path PROGRAM_DATA = Path.of("C:\\ProgramData");

    private SystemDirectory() {}

    static Path locate(Map<String, String> environment) {
        return File.separatorChar == '\\' ? onWindows(environment) : UNIX;
    }

    private static Path onWindows(Map<String, String> environment) {
        Path programData = PROGRAM_DATA;
        try {
            Path told = Path.of(environment.getOrDefault("PROGRAMDATA", ""));
            programData = told.isAbsolute() ? told : PROGRAM_DATA;
        } catch (InvalidPathException e) {
            // The folder of a usual machine.
        }
        return programData.resolve("OpenAI").resolve("Codex");
    }
}
