package io.codex4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The throwaway git repository of the demo: a program of a few lines with a bug, and a test that shows it. */
final class DemoProject {
    static final String PROGRAM_FILE = "duration.sh";

    private static final List<String> FILES = List.of("README.md", PROGRAM_FILE, "test.sh");
    private static final String SCENARIO = "scenario.json";

    private final Path root;
    private final Map<String, String> environment;

    private DemoProject(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = environment;
    }

    /**
     * What a program said.
     *
     * @param output its output and errors
     * @param status its exit code
     */
    record Result(String output, int status) {}

    /** Write the files below an empty directory, and commit them. */
    static DemoProject create(Path root, Map<String, String> environment)
            throws IOException, CommandFailure, InterruptedException {
        DemoProject project = new DemoProject(root, environment);
        Files.createDirectories(project.directory());
        Files.createDirectories(project.home());
        for (String file : FILES) {
            copy(file, project.directory().resolve(file));
        }
        copy(SCENARIO, project.scenario());
        project.commit();
        return project;
    }

    /** Return the work tree. */
    Path directory() {
        return root.resolve("duration");
    }

    /** Return the home that the agent of the demo has to itself, so that the user's settings play no part. */
    Path home() {
        return root.resolve("codex-home");
    }

    /** Return the script of the model. */
    Path scenario() {
        return root.resolve(SCENARIO);
    }

    Result test() throws CommandFailure, InterruptedException {
        return run("sh", "test.sh");
    }

    Result diff() throws CommandFailure, InterruptedException {
        return git("diff");
    }

    List<String> changedFiles() throws CommandFailure, InterruptedException {
        return git("status", "--porcelain").output().lines().toList();
    }

    private void commit() throws CommandFailure, InterruptedException {
        for (Result step : List.of(
                git("init", "--quiet"),
                git("add", "--all"),
                git("commit", "--quiet", "--message", "A duration, and its test"))) {
            if (step.status() != 0) {
                throw CommandFailure.error("git could not make the demo's repository: "
                        + step.output().strip());
            }
        }
    }

    /** Neither the user's identity and hooks nor a pager belong to the demo. */
    private Result git(String... arguments) throws CommandFailure, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "git",
                "-c",
                "user.name=Demo",
                "-c",
                "user.email=demo@localhost",
                "-c",
                "commit.gpgsign=false",
                "-c",
                "core.hooksPath=/dev/null",
                "-c",
                "core.autocrlf=false",
                "-c",
                "init.defaultBranch=main",
                "--no-pager"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private Result run(String... command) throws CommandFailure, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory().toFile()).redirectErrorStream(true);
        builder.environment().clear();
        environment.forEach((name, value) -> {
            if (!name.startsWith("GIT_")) {
                builder.environment().put(name, value);
            }
        });
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(output, process.waitFor());
        } catch (IOException e) {
            throw CommandFailure.error("the demo needs `" + command[0] + "`, which cannot be run: " + e.getMessage());
        }
    }

    private static void copy(String name, Path target) throws IOException {
        try (InputStream resource = DemoProject.class.getResourceAsStream("demo/" + name)) {
            Files.copy(Objects.requireNonNull(resource, name), target);
        }
    }
}
