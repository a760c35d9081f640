package io.codex4j.sandbox.windows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Say how the sandbox of Windows is to work.
 *
 * @param home {@code CODEX_HOME}: the sandbox keeps its files there
 * @param environment of the program that asks
 * @param level which backend is wanted, if one is
 * @param privateDesktop whether the fallback, too, puts its children on a desktop of their own
 * @param runnerCommand for tests: what is started in place of the command runner, as the caller and not as a user of the
 *     sandbox; empty: the command runner
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record WindowsSettings(
        Path home,
        Map<String, String> environment,
        Optional<Level> level,
        boolean privateDesktop,
        List<String> runnerCommand) {
    public WindowsSettings {
        environment = Map.copyOf(environment);
        runnerCommand = List.copyOf(runnerCommand);
    }

    /** The backends, as {@code windows.sandbox} names them. */
    public enum Level {
        ELEVATED,
        UNELEVATED
    }
}
