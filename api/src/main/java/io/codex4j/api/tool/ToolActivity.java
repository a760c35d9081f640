package io.codex4j.api.tool;

import io.codex4j.api.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/** What a tool does while it runs; activities with the same id belong together. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface ToolActivity {
    /** Return the id that ties the activities of one action together; the call id where there is only one. */
    String id();

    /** A command has started. */
    record CommandStarted(String id, List<String> argv, Path directory) implements ToolActivity {
        public CommandStarted {
            argv = List.copyOf(argv);
        }
    }

    /** A command has written something. */
    record CommandOutput(String id, String text) implements ToolActivity {}

    /**
     * A command has ended.
     *
     * @param output all that it wrote, as far as it was kept
     */
    record CommandFinished(String id, String output, int exitCode, Duration duration) implements ToolActivity {}

    /** Files are about to be changed. */
    record FilesChanging(String id, List<FileChange> changes) implements ToolActivity {
        public FilesChanging {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The change of files has ended: all were changed, or none.
     *
     * @param diff what was changed, as a unified diff in git's format; empty if nothing was
     */
    record FilesChanged(String id, List<FileChange> changes, boolean success, String diff) implements ToolActivity {
        public FilesChanged {
            changes = List.copyOf(changes);
        }
    }

    /** The plan has a new state. */
    record PlanUpdated(String id, String explanation, List<PlanStep> steps) implements ToolActivity {
        public PlanUpdated {
            steps = List.copyOf(steps);
        }
    }

    /** A tool of another server is being called. */
    record RemoteCallStarted(String id, String server, String tool, JsonObject arguments) implements ToolActivity {}

    /**
     * A tool of another server has answered.
     *
     * @param result its answer, where there is one
     * @param error why there is none
     */
    record RemoteCallFinished(
            String id,
            String server,
            String tool,
            JsonObject arguments,
            Optional<JsonObject> result,
            Optional<String> error)
            implements ToolActivity {}

    /** Something the user should know. */
    record Notice(String id, String message) implements ToolActivity {}

    /**
     * The change of one file.
     *
     * @param path absolute path; of a file that is moved, the old one
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    record FileChange(Path path, ChangeKind kind) {}

    /** How a file is changed. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    enum ChangeKind {
        ADD,
        DELETE,
        UPDATE
    }

    /** One step of a plan. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    record PlanStep(String text, StepStatus status) {}

    /** How far a step of a plan is. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    enum StepStatus {
        PENDING,
        IN_PROGRESS,
        COMPLETED
    }
}
