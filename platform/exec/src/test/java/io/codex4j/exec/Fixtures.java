package io.codex4j.exec;

import io.codex4j.api.JsonObject;
import io.codex4j.api.model.TokenUsage;
import io.codex4j.api.tool.ToolActivity.ChangeKind;
import io.codex4j.api.tool.ToolActivity.FileChange;
import io.codex4j.api.tool.ToolActivity.PlanStep;
import io.codex4j.api.tool.ToolActivity.StepStatus;
import io.codex4j.config.Config;
import io.codex4j.protocol.Event;
import io.codex4j.protocol.ThreadItem;
import io.codex4j.protocol.ThreadItem.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Events and streams that several tests need. */
final class Fixtures {
    static final TokenUsage USAGE = new TokenUsage(1_233_000, 0, 656, 0, 1_233_656);
    static final String THREAD = "01a20874-e3c3-7443-93c1-53b7b147ed50";

    private Fixtures() {}

    /** Standard streams in memory. */
    static final class Streams {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();

        ExecStreams piped() {
            return with(false, Map.of());
        }

        ExecStreams with(boolean terminal, Map<String, String> environment) {
            return new ExecStreams(
                    new ByteArrayInputStream(new byte[0]), out, err, terminal, terminal, terminal, environment);
        }

        String out() {
            return out.toString(StandardCharsets.UTF_8);
        }

        String err() {
            return err.toString(StandardCharsets.UTF_8);
        }
    }

    static ExecOptions options(boolean json) {
        return options(json, ColorMode.AUTO, new Config.Display(false, false));
    }

    static ExecOptions options(boolean json, ColorMode color, Config.Display display) {
        return new ExecOptions(
                Optional.of("run"), List.of(), Optional.empty(), Optional.empty(), json, color, display, "0.1.0");
    }

    static ExecOptions withLastMessage(boolean json, Path file) {
        return new ExecOptions(
                Optional.of("run"),
                List.of(),
                Optional.empty(),
                Optional.of(file),
                json,
                ColorMode.AUTO,
                new Config.Display(false, false),
                "0.1.0");
    }

    static Event.SessionConfigured configured() {
        return new Event.SessionConfigured(
                THREAD,
                "gpt-5.4",
                "mock",
                Path.of("/w"),
                "never",
                "workspace-write [workdir, /tmp, $TMPDIR]",
                Optional.empty(),
                Optional.of("auto"),
                Optional.empty());
    }

    static Event message(String id, String text) {
        return new Event.ItemCompleted(new ThreadItem.AgentMessage(id, text));
    }

    static Event commandStarted(String id, String command) {
        return new Event.ItemStarted(command(id, command, "", OptionalInt.empty(), Status.IN_PROGRESS));
    }

    static Event commandCompleted(String id, String command, String output, int exitCode) {
        return new Event.ItemCompleted(command(
                id, command, output, OptionalInt.of(exitCode), exitCode == 0 ? Status.COMPLETED : Status.FAILED));
    }

    static ThreadItem command(String id, String command, String output, OptionalInt exitCode, Status status) {
        return new ThreadItem.CommandExecution(
                id,
                List.of("/bin/bash", "-lc", command),
                Path.of("/w"),
                output,
                exitCode,
                status,
                Duration.ofMillis(1398));
    }

    static ThreadItem.TodoList plan(String explanation, StepStatus first, StepStatus second) {
        return new ThreadItem.TodoList(
                "plan", explanation, List.of(new PlanStep("one", first), new PlanStep("two", second)));
    }

    static ThreadItem.FileChanges changes(Status status, String diff) {
        return new ThreadItem.FileChanges(
                "patch",
                List.of(
                        new FileChange(Path.of("/w/new.txt"), ChangeKind.ADD),
                        new FileChange(Path.of("/w/a.txt"), ChangeKind.UPDATE),
                        new FileChange(Path.of("/w/b.txt"), ChangeKind.DELETE)),
                status,
                diff);
    }

    static ThreadItem remoteCall(Optional<JsonObject> result, Optional<String> error, Status status) {
        return new ThreadItem.RemoteToolCall(
                "call", "tiny", "echo", JsonObject.of(Map.of("text", "yo")), result, error, status);
    }

    static ThreadItem search(JsonObject action) {
        return new ThreadItem.WebSearch("ws_1", action);
    }

    static JsonObject searchFor(String query) {
        return JsonObject.builder().put("type", "search").put("query", query).build();
    }

    static Event completed(String message) {
        return new Event.TurnCompleted("turn", USAGE, Optional.of(message));
    }

    static Event failed(String message) {
        return new Event.TurnFailed("turn", message, USAGE);
    }

    static Event closed() {
        return new Event.SessionClosed(List.of());
    }
}
