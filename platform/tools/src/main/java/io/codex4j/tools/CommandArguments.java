package io.codex4j.tools;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.tool.CommandRequest.Escalation;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.tools.patch.GivenPaths;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Read the arguments that all tools with commands share. */
final class CommandArguments {
    private CommandArguments() {}

    /** Add the properties of the arguments about the sandbox. */
    static Schema withEscalation(Schema schema) {
        return schema.string(
                        "sandbox_permissions",
                        "`use_default` (the default) keeps the command in the sandbox; `require_escalated` asks to run"
                                + " it without one.")
                .string(
                        "justification",
                        "Only with `require_escalated`: a short question to the user that says why the command has to"
                                + " leave the sandbox, such as \"May I install the dependencies from the network?\"")
                .strings(
                        "prefix_rule",
                        "Only with `require_escalated`: the first words of commands like this one that the user could"
                                + " allow for good, such as [\"npm\", \"install\"].");
    }

    /** Return where the command runs, absolute. */
    static Path directory(JsonObject arguments, ToolContext context) {
        Path workspace = context.workspace().directory();
        String directory = arguments.string("workdir", "");
        try {
            return GivenPaths.resolve(workspace, directory);
        } catch (InvalidPathException e) {
            throw invalid("`workdir` is not a valid path: " + e.getReason());
        }
    }

    static Escalation escalation(JsonObject arguments) {
        String permissions = arguments.string("sandbox_permissions", "use_default");
        return switch (permissions) {
            case "use_default" -> Escalation.NONE;
            case "require_escalated" ->
                new Escalation(true, arguments.string("justification", ""), arguments.strings("prefix_rule"));
            default ->
                throw invalid("unknown variant `" + permissions
                        + "` for `sandbox_permissions`, expected one of `use_default`, `require_escalated`");
        };
    }

    /** Return a command line that may be handed to the system. */
    static String commandLine(JsonObject arguments, String name) {
        String line = arguments.string(name);
        if (line.indexOf('\0') >= 0) {
            throw invalid("`" + name + "` holds a NUL character, which no command line may");
        }
        return line;
    }

    /** Return a count or a time in milliseconds, at least 0. */
    static OptionalLong count(JsonObject arguments, String name) {
        OptionalLong value = arguments.findInteger(name);
        return value.isPresent() ? OptionalLong.of(Math.max(0, value.getAsLong())) : value;
    }

    static PluginException invalid(String message) {
        return new PluginException(ErrorCode.INVALID_VALUE, message);
    }
}
