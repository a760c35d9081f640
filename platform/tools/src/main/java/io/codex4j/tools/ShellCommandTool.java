package io.codex4j.tools;

import io.codex4j.api.JsonObject;
import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.Tool;
import io.codex4j.api.tool.ToolCall;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolResult;
import io.codex4j.api.tool.ToolSpec;
import java.nio.file.Path;
import java.util.List;

/** Run a command line in the user's shell to its end. */
final class ShellCommandTool implements Tool {
    private final CommandSessions sessions;
    private final Shells shells;
    private final PatchInterception interception;
    private final boolean offered;

    ShellCommandTool(CommandSessions sessions, Shells shells, PatchInterception interception, boolean offered) {
        this.sessions = sessions;
        this.shells = shells;
        this.interception = interception;
        this.offered = offered;
    }

    @Override
    public ToolSpec spec() {
        Schema schema = new Schema()
                .string("command", "The command line, as the user's shell reads it.")
                .string("workdir", "Directory to run it in; say it here rather than with cd.")
                .bool(
                        "login",
                        "Whether the shell reads the user's profile (-l); true by default, but for shells of Windows.");
        return new ToolSpec.Function(
                "shell_command",
                "Run a command line in the user's shell and return its exit code and output.",
                CommandArguments.withEscalation(AttendedCommand.withTimeout(schema))
                        .require("command"));
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
        String command = CommandArguments.commandLine(arguments, "command");
        List<String> argv = shells.commandLine(command, arguments);
        Path directory = CommandArguments.directory(arguments, context);
        PatchRunner.Outcome patch =
                interception.tryRun(PatchCommand.inScript(command), directory, call.callId(), context);
        return patch == null
                ? AttendedCommand.run(argv, directory, call, context, sessions)
                : interception.commandLineResult(patch);
    }
}
