package io.codex4j.tools;

import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.Tool;
import io.codex4j.api.tool.ToolCall;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolResult;
import io.codex4j.api.tool.ToolSpec;
import java.nio.file.Path;
import java.util.List;

/** Run a program with arguments to its end; kept for models that call it although they are not told about it. */
final class ShellTool implements Tool {
    private final CommandSessions sessions;
    private final PatchInterception interception;

    ShellTool(CommandSessions sessions, PatchInterception interception) {
        this.sessions = sessions;
        this.interception = interception;
    }

    @Override
    public ToolSpec spec() {
        Schema schema = new Schema()
                .strings("command", "The program and its arguments; no shell reads them.")
                .string("workdir", "Directory to run it in; the working directory of the session by default.");
        return new ToolSpec.Function(
                "shell",
                "Run a program with arguments and return its exit code and output.",
                CommandArguments.withEscalation(AttendedCommand.withTimeout(schema))
                        .require("command"));
    }

    @Override
    public boolean offered() {
        return false;
    }

    @Override
    public boolean parallelSafe() {
        return true;
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws ActionRefusedException, InterruptedException {
        List<String> argv = call.arguments().strings("command");
        if (argv.isEmpty() || argv.getFirst().isEmpty()) {
            throw CommandArguments.invalid("command args are empty");
        }
        for (String argument : argv) {
            if (argument.indexOf('\0') >= 0) {
                throw CommandArguments.invalid("`command` holds a NUL character, which no command line may");
            }
        }
        Path directory = CommandArguments.directory(call.arguments(), context);
        PatchRunner.Outcome patch = interception.tryRun(PatchCommand.find(argv), directory, call.callId(), context);
        return patch == null ? AttendedCommand.run(argv, directory, call, context, sessions) : patch.result(context);
    }
}
