package io.codex4j.policy;

import io.codex4j.api.tool.CommandRequest.Escalation;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/** Something the agent wants to do. */
@API(status = API.Status.INTERNAL, since = "0.1")
public sealed interface Action {
    /** Run a program. */
    record RunCommand(List<String> argv, Path directory, Escalation escalation) implements Action {
        public RunCommand {
            argv = List.copyOf(argv);
        }
    }

    /**
     * Make, change or remove a file in this process, without a sandbox.
     *
     * @param file absolute path
     */
    record WriteFile(Path file) implements Action {}
}
