package io.codex4j.tools;

import io.codex4j.api.JsonObject;
import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.CommandRequest;
import io.codex4j.api.tool.ShellWords;
import io.codex4j.api.tool.Tool;
import io.codex4j.api.tool.ToolCall;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolResult;
import io.codex4j.api.tool.ToolSpec;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.TerminalSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Run a command line, and leave it running when it takes longer than the model wants to wait. */
final class ExecCommandTool implements Tool {
    private static final long DEFAULT_YIELD = 10_000;
    private static final long MIN_YIELD = 250;
    private static final long MAX_YIELD = 30_000;
    private static final StandardStreams TERMINAL = new StandardStreams.Terminal(TerminalSize.DEFAULT);
    private static final String NO_TERMINAL = "[no terminal is available here; the command runs with pipes instead]\n";

    private final CommandSessions sessions;
    private final Shells shells;
    private final PatchInterception interception;
    private final boolean offered;

    ExecCommandTool(CommandSessions sessions, Shells shells, PatchInterception interception, boolean offered) {
        this.sessions = sessions;
        this.shells = shells;
        this.interception = interception;
        this.offered = offered;
    }

    @Override
    public ToolSpec spec() {
        Schema schema = new Schema()
                .string("cmd", "The command line, as the shell reads it.")
                .string("workdir", "Directory to run it in; the working directory of the session by default.")
                .string("shell", "Shell to run it with; the user's own by default.")
                .bool(
                        "login",
                        "Whether the shell reads the user's profile (-l); true by default, but for shells of Windows.")
                .bool(
                        "tty",
                        "Whether the command gets a terminal, which also keeps its input open for write_stdin; false"
                                + " by default.")
                .number(
                        "yield_time_ms",
                        "How many milliseconds to wait for the command to end before it is left running: 10000 by"
                                + " default, 250 to 30000.")
                .number("max_output_tokens", "How many tokens of output to return at most; the middle is left out.");
        return new ToolSpec.Function(
                "exec_command",
                "Run a command line in a shell. Returns its output and exit code, or the id of a session when it is"
                        + " still running after the waiting time; write_stdin then looks after it.",
                CommandArguments.withEscalation(schema).require("cmd"));
    }

    @Override
    public boolean offered() {
        return offered;
    }

    @Override
    public boolean parallelSafe() {
        return true;
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws ActionRefusedException, InterruptedException {
        JsonObject arguments = call.arguments();
        String command = CommandArguments.commandLine(arguments, "cmd");
        List<String> argv = shells.commandLine(command, arguments);
        Path directory = CommandArguments.directory(arguments, context);
        boolean terminal = arguments.bool("tty", false);
        CommandRequest request = new CommandRequest(
                argv, directory, terminal ? TERMINAL : StandardStreams.PIPES, CommandArguments.escalation(arguments));
        Duration yield = yieldTime(arguments);
        OptionalLong maxTokens = CommandArguments.count(arguments, "max_output_tokens");
        PatchRunner.Outcome patch =
                interception.tryRun(PatchCommand.inScript(command), directory, call.callId(), context);
        if (patch != null) {
            return interception.sessionResult(patch);
        }
        if (!Files.isDirectory(directory)) {
            return refused(argv, "the working directory " + directory + " does not exist");
        }
        try {
            return run(call, context, request, yield, maxTokens);
        } catch (ActionRefusedException e) {
            return refused(argv, e.getMessage());
        }
    }

    private static Duration yieldTime(JsonObject arguments) {
        long wanted = CommandArguments.count(arguments, "yield_time_ms").orElse(DEFAULT_YIELD);
        return Duration.ofMillis(Math.clamp(wanted, MIN_YIELD, MAX_YIELD));
    }

    private static ToolResult refused(List<String> argv, String reason) {
        return ToolResult.failure("exec_command failed for `" + ShellWords.join(argv) + "`: " + reason);
    }

    private ToolResult run(
            ToolCall call, ToolContext context, CommandRequest request, Duration yield, OptionalLong maxTokens)
            throws ActionRefusedException, InterruptedException {
        long start = System.nanoTime();
        boolean interactive = request.streams() instanceof StandardStreams.Terminal;
        CommandSessions.Session session = start(call, context, request, interactive);
        RunningCommand command = session.command();
        boolean ended = command.awaitOrKill(yield, context.cancellation());
        RunningCommand.Output output = command.takeOutput();
        String state = ended ? CommandText.exited(command.exitCode()) : CommandText.running(sessions.keep(session));
        String note = interactive && !session.terminal() ? NO_TERMINAL : "";
        return ToolResult.success(CommandText.look(
                request.argv(),
                Duration.ofNanos(System.nanoTime() - start),
                state,
                output.size(),
                note + context.shorten(output.text(), maxTokens)));
    }

    private CommandSessions.Session start(
            ToolCall call, ToolContext context, CommandRequest request, boolean interactive)
            throws ActionRefusedException {
        try {
            RunningCommand command = sessions.start(() -> RunningCommand.start(call.callId(), request, context));
            if (!interactive) {
                command.closeInput();
            }
            return new CommandSessions.Session(command, interactive, interactive);
        } catch (ActionRefusedException e) {
            if (!interactive || !lacksTerminal(e)) {
                throw e;
            }
            CommandRequest pipes = new CommandRequest(
                    request.argv(), request.directory(), StandardStreams.PIPES, request.escalation());
            RunningCommand command = sessions.start(() -> RunningCommand.start(call.callId(), pipes, context));
            return new CommandSessions.Session(command, true, false);
        }
    }

    /** Tell a backend that could not make a terminal from a refusal by policy or by the user. */
    private static boolean lacksTerminal(ActionRefusedException refusal) {
        return refusal.getCause() instanceof SandboxException e
                && (e.reason() == SandboxException.Reason.UNENFORCEABLE
                        || e.reason() == SandboxException.Reason.SETUP_FAILED);
    }
}
