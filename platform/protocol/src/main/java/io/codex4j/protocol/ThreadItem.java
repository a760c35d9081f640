package io.codex4j.protocol;

import io.codex4j.api.JsonObject;
import io.codex4j.api.tool.ToolActivity.FileChange;
import io.codex4j.api.tool.ToolActivity.PlanStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/** One thing that happens in a turn and is worth showing. The id is unique in the session. */
@API(status = API.Status.INTERNAL, since = "0.1")
public sealed interface ThreadItem {
    String id();

    /** How far an item is. */
    @API(status = API.Status.INTERNAL, since = "0.1")
    enum Status {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    /** The model says something. */
    record AgentMessage(String id, String text) implements ThreadItem {}

    /**
     * The model thinks.
     *
     * @param summary parts of the summary
     * @param raw the thoughts themselves, where they are shown
     */
    record Reasoning(String id, List<String> summary, List<String> raw) implements ThreadItem {}

    /** A command runs. */
    record CommandExecution(
            String id,
            List<String> argv,
            Path directory,
            String output,
            OptionalInt exitCode,
            Status status,
            Duration duration)
            implements ThreadItem {}

    /**
     * Files change.
     *
     * @param diff unified diff in git's format, empty until it is known
     */
    record FileChanges(String id, List<FileChange> changes, Status status, String diff) implements ThreadItem {}

    /** A tool of another server is called. */
    record RemoteToolCall(
            String id,
            String server,
            String tool,
            JsonObject arguments,
            Optional<JsonObject> result,
            Optional<String> error,
            Status status)
            implements ThreadItem {}

    /**
     * The model's server searches.
     *
     * @param action what it does, empty while it is not known
     */
    record WebSearch(String id, JsonObject action) implements ThreadItem {}

    /** The plan. */
    record TodoList(String id, String explanation, List<PlanStep> steps) implements ThreadItem {}
}
