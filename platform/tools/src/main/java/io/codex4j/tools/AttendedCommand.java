package io.codex4j.tools;

import io.codex4j.api.JsonObject;
import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.CommandRequest;
import io.codex4j.api.tool.ToolCall;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolResult;
import io.codex4j.sandbox.StandardStreams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Run a command to its end, or until its time is over. */
final class AttendedCommand {
    private static final long DEFAULT_TIMEOUT = 10_000;
    private static final Duration KILLED = Duration.ofSeconds(1);

    private AttendedCommand() {}

    static Schema withTimeout(Schema schema) {
        return schema.number(
                "timeout_ms", "How many milliseconds the command may take before it is killed; 10000 by default.");
    }

    /** Run the command of a call in a directory that its arguments name. */
    static ToolResult run(
            List<String> argv, Path directory, ToolCall call, ToolContext context, CommandSessions sessions)
            throws ActionRefusedException, InterruptedException {
        JsonObject arguments = call.arguments();
        CommandRequest request =
                new CommandRequest(argv, directory, StandardStreams.PIPES, CommandArguments.escalation(arguments));
        long timeout = CommandArguments.count(arguments, "timeout_ms").orElse(DEFAULT_TIMEOUT);
        if (!Files.isDirectory(directory)) {
            return ToolResult.failure("execution error: the working directory " + directory + " does not exist");
        }
        long start = System.nanoTime();
        RunningCommand command = sessions.start(() -> RunningCommand.startAttended(call.callId(), request, context));
        command.closeInput();
        boolean ended = command.awaitOrKill(Duration.ofMillis(timeout), context.cancellation());
        Duration wallTime = Duration.ofNanos(System.nanoTime() - start);
        if (!ended) {
            command.expire();
            command.awaitOrKill(KILLED, context.cancellation());
        }
        int exitCode = ended ? command.exitCode() : RunningCommand.EXPIRED;
        String output = command.takeOutput().text();
        if (!ended) {
            output = "command timed out after " + wallTime.toMillis() + " milliseconds\n" + output;
        }
        String shown = context.shorten(output, OptionalLong.empty());
        String text = CommandText.whole(exitCode, wallTime, output, shown);
        return exitCode == 0 ? ToolResult.success(text) : ToolResult.failure(text);
    }
}
