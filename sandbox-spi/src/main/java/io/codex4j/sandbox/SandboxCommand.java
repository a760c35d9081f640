package io.codex4j.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Name a program to run in a sandbox.
 *
 * @param argv program and arguments, never empty; the program is looked up on the PATH of {@code environment}
 * @param directory absolute working directory
 * @param environment the whole environment of the program; nothing is inherited besides
 * @param streams what its standard streams are connected to
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SandboxCommand(
        List<String> argv, Path directory, Map<String, String> environment, StandardStreams streams) {
    public SandboxCommand {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        if (argv.isEmpty() || argv.getFirst().isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("the working directory must be absolute: " + directory);
        }
        for (String argument : argv) {
            if (argument.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("an argument may not hold a NUL character");
            }
        }
    }
}
