package io.codex4j.cli;

import io.codex4j.exec.ExecStreams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs command lines in this JVM, with a home, a working directory and streams of their own. */
final class TestRun {
    private final Map<String, String> environment = new HashMap<>();
    private final Path directory;
    private final Path home;
    private String input = "";

    TestRun(Path root) {
        try {
            directory = Files.createDirectories(root.toRealPath().resolve("work"));
            home = Files.createDirectories(root.toRealPath().resolve("codex-home"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        environment.put("PATH", System.getenv().getOrDefault("PATH", ""));
        environment.put("HOME", root.toString());
        environment.put("CODEX_HOME", home.toString());
    }

    /** What a command line did. */
    record Outcome(int status, String output, String errors) {}

    Path directory() {
        return directory;
    }

    Path home() {
        return home;
    }

    TestRun variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    TestRun config(String toml) throws IOException {
        Files.writeString(home.resolve("config.toml"), toml);
        return this;
    }

    TestRun input(String text) {
        input = text;
        return this;
    }

    TestRun asRepository() throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve(".git")).resolve("HEAD"), "ref: refs/heads/main\n");
        return this;
    }

    Outcome run(String... words) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Host host = host(output, errors);
        int status = new Program(host).run(List.of(words));
        return new Outcome(status, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    Host host(ByteArrayOutputStream output, ByteArrayOutputStream errors) {
        ExecStreams streams = new ExecStreams(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                output,
                errors,
                false,
                false,
                false,
                environment);
        return Host.of(environment, directory, streams);
    }

    /** Understand a command line, without running it. */
    Invocation parse(String... words) {
        return Invocation.of(
                CommandTree.forWords(List.of(words)).parseArgs(words),
                host(new ByteArrayOutputStream(), new ByteArrayOutputStream()));
    }
}
