package io.codex4j.sandbox.windows.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Write what went wrong to the log of the sandbox, one file a day, as far as that is possible. */
final class RunnerLog {
    private final String folder;

    RunnerLog(String folder) {
        this.folder = folder;
    }

    void add(String message) {
        Instant now = Instant.now();
        String line = now + " command runner " + ProcessHandle.current().pid() + ": " + oneLine(message) + "\n";
        try {
            Files.writeString(
                    Path.of(folder, "sandbox." + LocalDate.ofInstant(now, ZoneOffset.UTC) + ".log"),
                    line,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException | InvalidPathException e) {
            // The parent is told the same; there is no better place.
            return;
        }
    }

    static String oneLine(String message) {
        return message.replace('\r', ' ').replace('\n', ' ');
    }
}
