package io.codex4j.tools;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Choose the shell that runs a command line. */
final class Shells {
    private static final Set<String> KNOWN = Set.of("bash", "zsh", "sh");
    private static final List<String> FALLBACKS = List.of("/bin/bash", "/bin/sh");

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
        String flag = arguments.bool("login", loginAllowed) ? "-lc" : "-c";
        String wanted = arguments.string("shell", "");
        String shell = wanted.isEmpty() ? usersShell() : named(wanted);
        return List.of(shell, flag, command);
    }

    private String usersShell() {
        String shell = environment.getOrDefault("SHELL", "");
        return isKnown(shell) && isExecutable(shell) ? shell : fallback();
    }

    /** Find a shell by path or name; one that is not there is replaced, since the command matters more. */
    private String named(String wanted) {
        if (isKnown(wanted)) {
            if (wanted.indexOf('/') >= 0) {
                return isExecutable(wanted) ? wanted : fallback();
            }
            String found = onPath(wanted);
            return found == null ? fallback() : found;
        }
        return fallback();
    }

    private @Nullable String onPath(String name) {
        String path = environment.getOrDefault("PATH", "");
        for (String folder : ("/bin:/usr/bin:" + path).split(":", -1)) {
            String candidate = folder + "/" + name;
            if (!folder.isEmpty() && isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static String fallback() {
        for (String shell : FALLBACKS) {
            if (isExecutable(shell)) {
                return shell;
            }
        }
        return "sh";
    }

    private static boolean isKnown(String shell) {
        return KNOWN.contains(shell.substring(shell.lastIndexOf('/') + 1));
    }

    private static boolean isExecutable(String program) {
        try {
            Path path = Path.of(program);
            return path.isAbsolute() && Files.isRegularFile(path) && Files.isExecutable(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
