package io.codex4j.tools;

import io.codex4j.api.JsonObject;
import io.codex4j.api.tool.Tool;
import io.codex4j.api.tool.ToolCall;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolResult;
import io.codex4j.api.tool.ToolSpec;
import java.time.Duration;

/** Write to a command that was left running, and look at what it has written meanwhile. */
final class WriteStdinTool implements Tool {
    private static final long MIN_YIELD = 250;
    private static final long MAX_YIELD = 30_000;
    private static final long MIN_POLL = 5_000;
    private static final long MAX_POLL = 300_000;
    private static final String INTERRUPT = "\u0003";

    private final CommandSessions sessions;
    private final boolean offered;

    WriteStdinTool(CommandSessions sessions, boolean offered) {
        this.sessions = sessions;
        this.offered = offered;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec.Function(
                "write_stdin",
                "Write to the input of a session that exec_command has left running, and return what it has written"
                        + " since the last look.",
                new Schema()
                        .number("session_id", "The id that exec_command returned.")
                        .string("chars", "What to write; leave it empty to wait for output only.")
                        .number(
                                "yield_time_ms",
                                "How many milliseconds to wait for the end of the command: at least 250 after writing,"
                                        + " at least 5000 when only waiting.")
                        .number(
                                "max_output_tokens",
                                "How many tokens of output to return at most; the middle is left out.")
                        .require("session_id"));
    }

    @Override
    public boolean offered() {
        return offered;
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws InterruptedException {
        long start = System.nanoTime();
        JsonObject arguments = call.arguments();
        long id = arguments.integer("session_id");
        String text = arguments.string("chars", "");
        Duration yield = yieldTime(arguments, text.isEmpty());
        CommandSessions.Session session = sessions.find(id);
        if (session == null) {
            return ToolResult.failure("write_stdin failed: Unknown process id " + id);
        }
        if (!text.isEmpty() && !write(session, text)) {
            return ToolResult.failure("write_stdin failed: the input of this session is closed; start the command again"
                    + " with tty=true to keep it open");
        }
        RunningCommand command = session.command();
        boolean ended = command.await(yield, context.cancellation());
        context.cancellation().throwIfCancelled();
        RunningCommand.Output output = command.takeOutput();
        if (ended) {
            sessions.forget(id);
        }
        return ToolResult.success(CommandText.look(
                command.argv(),
                Duration.ofNanos(System.nanoTime() - start),
                ended ? CommandText.exited(command.exitCode()) : CommandText.running((int) id),
                output.size(),
                context.shorten(output.text(), CommandArguments.count(arguments, "max_output_tokens"))));
    }

    private static Duration yieldTime(JsonObject arguments, boolean poll) {
        long wanted = CommandArguments.count(arguments, "yield_time_ms").orElse(0);
        return Duration.ofMillis(
                poll ? Math.clamp(wanted, MIN_POLL, MAX_POLL) : Math.clamp(wanted, MIN_YIELD, MAX_YIELD));
    }

    /** Return whether the command can be written to; without a terminal, Ctrl-C has to be sent as a signal. */
    private static boolean write(CommandSessions.Session session, String text) {
        if (text.equals(INTERRUPT) && !session.terminal()) {
            session.command().interrupt();
            return true;
        }
        if (session.interactive()) {
            session.command().write(text);
        }
        return session.interactive();
    }
}
