package io.codex4j.tools;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.tool.CommandShell;
import java.util.List;
import java.util.Map;

/** Choose the shell that runs a command line of the model. */
final class Shells {
    private final Map<String, String> environment;
    private final boolean loginAllowed;

    Shells(Map<String, String> environment, boolean loginAllowed) {
        this.environment = environment;
        this.loginAllowed = loginAllowed;
    }

    /**
     * Return the argument list that runs a command line.
     *
     * @param arguments of the call: {@code shell} and {@code login} are looked at
     * @throws PluginException if a login shell is asked for that is not allowed
     */
    List<String> commandLine(String command, JsonObject arguments) {
        if (arguments.bool("login", false) && !loginAllowed) {
            throw new PluginException(
                    ErrorCode.INVALID_VALUE,
                    "login shells are turned off in config.toml (allow_login_shell); leave `login` out or set it to"
                            + " false");
        }
        String wanted = arguments.string("shell", "");
        CommandShell shell =
                wanted.isEmpty() ? CommandShell.ofUser(environment) : CommandShell.named(wanted, environment);
        return shell.commandLine(command, arguments.bool("login", loginAllowed && shell.readsProfile()));
    }
}
