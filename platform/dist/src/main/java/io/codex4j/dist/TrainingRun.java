package io.codex4j.dist;

import io.codex4j.protocol.Json;
import io.codex4j.scripted.Scenario;
import io.codex4j.testkit.CodexProcess;
import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.ConfigFile;
import io.codex4j.testkit.ModelServer;
import io.codex4j.testkit.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs of the packed program that show the start-up cache which classes matter: real prompts against a scripted model
 * server, with commands in the sandbox and a patch, and the commands that people wait for.
 */
final class TrainingRun {
    private static final String CLASS_LIST = "training.classlist";
    private static final String PATCHED_FILE = "greeting.txt";

    /** A model for which the freeform patch tool is offered. */
    private static final String MODEL = "gpt-5.4";

    /** What is run; {@code mayFail} where the outcome depends on the machine, such as a sandbox that it lacks. */
    private record Lesson(List<String> arguments, boolean mayFail) {
        static Lesson of(String... arguments) {
            return new Lesson(List.of(arguments), false);
        }

        static Lesson fallible(String... arguments) {
            return new Lesson(List.of(arguments), true);
        }
    }

    private static final List<Lesson> LESSONS = List.of(
            Lesson.of("exec", "-s", "workspace-write", "Change the greeting."),
            Lesson.of("exec", "--json", "Say what the greeting is."),
            Lesson.of("exec", "resume", "--last", "Once more."),
            Lesson.of("--help"),
            Lesson.of("exec", "--help"),
            Lesson.of("features", "list"),
            Lesson.of("config", "explain", "model", "-c", "model=\"other\""),
            Lesson.fallible("sandbox", "linux", "--", "true"),
            Lesson.fallible("sandbox", "linux", "--full-auto", "--", "true"),
            Lesson.fallible("--no-such-flag"));

    private final Path launcher;

    TrainingRun(Path launcher) {
        this.launcher = launcher;
    }

    /** Run all lessons, and return the class list of each, kept in the given folder. */
    List<Path> run(Path folder) throws IOException, InterruptedException {
        System.setProperty(CodexProcess.LAUNCHER_PROPERTY, launcher.toString());
        Files.createDirectories(folder);
        List<Path> classLists = new ArrayList<>();
        try (ModelServer server = ModelServer.start(scenario());
                Workspace workspace = Workspace.create()) {
            workspace.config(ConfigFile.of(server).withModel(MODEL).text());
            workspace.write(PATCHED_FILE, "hello\n").commit();
            for (Lesson lesson : LESSONS) {
                Path list = folder.resolve(classLists.size() + ".classlist");
                take(lesson, workspace);
                Files.copy(workspace.root().resolve(CLASS_LIST), list, StandardCopyOption.REPLACE_EXISTING);
                classLists.add(list);
            }
            String patched = workspace.read(PATCHED_FILE);
            if (!patched.equals("good morning\n")) {
                throw new BuildException("training: the agent did not apply its patch; the file holds: " + patched);
            }
        }
        return classLists;
    }

    private static void take(Lesson lesson, Workspace workspace) throws InterruptedException {
        String command = "training: `codex " + String.join(" ", lesson.arguments()) + "` ";
        try {
            CodexResult result = CodexProcess.launch(
                            workspace, lesson.arguments().toArray(new String[0]))
                    .environment("CODEX_JAVA_OPTIONS", "-XX:DumpLoadedClassList=" + CLASS_LIST)
                    .run();
            if (result.exitCode() != 0 && !lesson.mayFail()) {
                throw new BuildException(
                        command + "ended with " + result.exitCode() + "\n" + result.stdout() + result.stderr());
            }
        } catch (AssertionError e) {
            throw new BuildException(command + "failed: " + e.getMessage());
        }
    }

    private static Scenario scenario() throws IOException {
        try (InputStream in = TrainingRun.class.getResourceAsStream("training.json")) {
            return Scenario.of(Json.CODEC.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }
}
