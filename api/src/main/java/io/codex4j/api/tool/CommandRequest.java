package io.codex4j.api.tool;

import io.codex4j.sandbox.StandardStreams;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Ask to start a program. Its environment is the host's business: config.toml decides what it sees.
 *
 * @param argv program and arguments
 * @param directory absolute working directory
 * @param streams pipes or a terminal
 * @param escalation what the model wants beyond the sandbox
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CommandRequest(List<String> argv, Path directory, StandardStreams streams, Escalation escalation) {
    public CommandRequest {
        argv = List.copyOf(argv);
    }

    /** Return a request for pipes and the default sandbox. */
    public static CommandRequest of(List<String> argv, Path directory) {
        return new CommandRequest(argv, directory, StandardStreams.PIPES, Escalation.NONE);
    }

    /**
     * What the model asks for beyond the sandbox.
     *
     * @param requested whether to run without the sandbox
     * @param justification the model's question to the user, or empty
     * @param prefixRule words that a rule for similar commands would begin with, or empty
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public record Escalation(boolean requested, String justification, List<String> prefixRule) {
        /** Nothing beyond the sandbox. */
        public static final Escalation NONE = new Escalation(false, "", List.of());

        public Escalation {
            prefixRule = List.copyOf(prefixRule);
        }
    }
}
