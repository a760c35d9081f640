package io.codex4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** Report an error that nobody foresaw: one line for the person, the trace in a file for whoever mends it. */
final class CrashReport {
    private final Host host;

    CrashReport(Host host) {
        this.host = host;
    }

    int write(Throwable error) {
        host.errors().println("Error: unexpected " + describe(error));
        if (!host.environment().getOrDefault("CODEX_DEBUG", "").isEmpty()) {
            error.printStackTrace(host.errors());
        } else {
            host.errors().println(whereToLook(error));
        }
        return Program.FAILURE;
    }

    private static String describe(Throwable error) {
        String name = error.getClass().getSimpleName();
        String message = error.getMessage();
        return message == null ? name : name + ": " + message.strip().replace('\n', ' ');
    }

    private String whereToLook(Throwable error) {
        StringWriter trace = new StringWriter();
        trace.append(Instant.now().toString())
                .append(' ')
                .append(Version.line("codex-cli"))
                .append('\n');
        error.printStackTrace(new PrintWriter(trace, true));
        try {
            Path file = home().resolve("log").resolve("crash.log");
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    trace.toString(),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return "The details are in " + file + "; CODEX_DEBUG=1 shows them here.";
        } catch (IOException | RuntimeException e) {
            return "CODEX_DEBUG=1 shows the details.";
        }
    }

    /** Not through the configuration, which may be what is broken. */
    private Path home() {
        String home = host.environment().getOrDefault("CODEX_HOME", "");
        return home.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".codex")
                : host.directory().resolve(home);
    }
}
