package io.codex4j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.codex4j.api.JsonObject;
import io.codex4j.protocol.Json;
import io.codex4j.testkit.CodexProcess;
import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.ConfigFile;
import io.codex4j.testkit.ModelServer;
import io.codex4j.testkit.RecordedRequest;
import io.codex4j.testkit.Script;
import io.codex4j.testkit.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A workspace, and a model for it to talk to; one for each test.
 *
 * <p>Whatever a test is about, each run is watched for what no run may do: leave a process behind, or show a person a
 * stack trace.
 */
final class World implements AutoCloseable {
    /** How long what was killed may take to be gone. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Workspace workspace;
    private final ModelServer server;

    World() {
        this(Workspace.create());
    }

    World(Workspace workspace) {
        this.workspace = workspace;
        this.server = ModelServer.start(Script.of().scenario());
        configure(UnaryOperator.identity());
    }

    Workspace workspace() {
        return workspace;
    }

    ModelServer server() {
        return server;
    }

    /** Let the model answer with these turns. */
    World model(Script.Turn... turns) {
        return play(Script.of(turns));
    }

    World play(Script script) {
        server.play(script.scenario());
        return this;
    }

    /** Write a config.toml with changes to the usual one. */
    World configure(UnaryOperator<ConfigFile> changes) {
        workspace.config(changes.apply(ConfigFile.of(server)).text());
        return this;
    }

    CodexProcess.Launch launch(String... arguments) {
        return CodexProcess.launch(workspace, arguments);
    }

    CodexResult run(String... arguments) throws InterruptedException {
        return run(launch(arguments));
    }

    CodexResult run(CodexProcess.Launch launch) throws InterruptedException {
        try (CodexProcess process = launch.start()) {
            return end(process);
        }
    }

    /** Wait for the end of a run, and see that it was a decent one. */
    CodexResult end(CodexProcess process) throws InterruptedException {
        CodexResult result = process.await();
        assertEquals(List.of(), process.survivors(PATIENCE), "left behind");
        assertNoStackTrace(result);
        assertEquals(List.of(), server.failures(), "the model server could not serve");
        return result;
    }

    /** Run the launcher, whose path is {@code $CODEX}, by a script of the shell. */
    CodexResult shell(String script) throws Exception {
        CodexResult result = ShellScript.run(workspace, script);
        assertEquals(List.of(), ShellScript.workingIn(workspace.root(), PATIENCE), "left behind");
        assertNoStackTrace(result);
        return result;
    }

    /**
     * Run the launcher in a process group of its own, and send the whole group a signal, as a terminal does.
     *
     * @param ready what it prints when the signal may come
     */
    CodexResult signalGroup(String signal, String ready, String commandLine) throws Exception {
        return shell("""
                out="$TMPDIR/out"
                env --default-signal=INT setsid "$CODEX" %s > "$out" 2> "$TMPDIR/err" < /dev/null &
                until grep -qs '%s' "$out"; do sleep 0.05; done
                kill -s %s -- -$!
                timeout 8 tail --pid=$! -s 0.1 -f /dev/null || kill -s KILL -- -$!
                wait $!
                status=$?
                cat "$out"
                cat "$TMPDIR/err" >&2
                exit $status
                """.formatted(commandLine, ready, signal));
    }

    /** Return the body of the only request that the model was asked. */
    JsonObject request() {
        List<RecordedRequest> requests = server.generations();
        assertEquals(1, requests.size(), () -> "requests: " + requests);
        return requests.getFirst().body();
    }

    /** Return the body of the last request. */
    JsonObject lastRequest() {
        return server.generations().getLast().body();
    }

    /** Return the outputs of tools that the model was told, as texts without what differs from run to run. */
    List<String> toolOutputs() {
        List<String> outputs = new ArrayList<>();
        for (JsonObject output : server.generations().getLast().toolOutputs()) {
            outputs.add(neutral(output.string("output")));
        }
        return outputs;
    }

    /** Return the output of the only tool that was called. */
    String toolOutput() {
        List<String> outputs = toolOutputs();
        assertEquals(1, outputs.size(), () -> "outputs: " + outputs);
        return outputs.getFirst();
    }

    /** Return a text without what differs from run to run. */
    String neutral(String text) {
        return text.replace(workspace.root().toString(), "WORK")
                .replace(workspace.codexHome().toString(), "CODEX_HOME")
                .replace("127.0.0.1:" + server.port(), "SERVER")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID")
                .replaceAll("Chunk ID: [0-9a-f]{6}\n", "Chunk ID: CHUNK\n")
                .replaceAll("Wall time: [0-9.]+ seconds", "Wall time: TIME seconds")
                .replaceAll("\"duration_seconds\":[0-9.]+", "\"duration_seconds\":TIME")
                .replaceAll("session ID [0-9]+", "session ID NUMBER")
                .replaceAll("Original token count: [0-9]+", "Original token count: COUNT")
                .replaceAll(" in [0-9]+ms:", " in TIME:");
    }

    /** Return the rollout files, the oldest first. */
    List<Path> rollouts() {
        Path sessions = workspace.codexHome().resolve("sessions");
        if (!Files.exists(sessions)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(sessions)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Return the only rollout file. */
    Path rollout() {
        List<Path> rollouts = rollouts();
        assertEquals(1, rollouts.size(), () -> "rollouts: " + rollouts);
        return rollouts.getFirst();
    }

    /** Return the lines of the only rollout file, each of which must be whole. */
    List<JsonObject> rolloutLines() throws IOException {
        return lines(rollout());
    }

    static List<JsonObject> lines(Path rollout) throws IOException {
        String text = Files.readString(rollout);
        assertFalse(!text.isEmpty() && !text.endsWith("\n"), () -> "torn: " + text);
        return text.lines().map(Json.CODEC::parse).toList();
    }

    /** Return the names in the working directory, when they are down to one or after some patience. */
    List<String> filesLeft() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> names = names();
        while (names.size() > 1 && System.nanoTime() < end) {
            Thread.sleep(20);
            names = names();
        }
        return names;
    }

    private List<String> names() {
        String[] names = workspace.root().toFile().list();
        return names == null ? List.of() : Stream.of(names).sorted().toList();
    }

    private static void assertNoStackTrace(CodexResult result) {
        for (String text : List.of(result.stdout(), result.stderr())) {
            assertFalse(
                    text.contains("\n\tat ") || text.contains("Exception in thread") || text.contains("crash.log"),
                    () -> "a stack trace:\n" + text);
        }
    }

    @Override
    public void close() {
        server.close();
        workspace.close();
    }
}
