package io.codex4j.sandbox.windows;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.HostContext;
import io.codex4j.api.JsonObject;
import io.codex4j.api.Plugin;
import io.codex4j.api.PluginException;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.windows.WindowsSettings.Level;
import io.codex4j.sandbox.windows.setup.AccountPreparations;
import io.codex4j.sandbox.windows.setup.CallerRights;
import io.codex4j.sandbox.windows.setup.Setup;
import io.codex4j.sandbox.windows.setup.SetupTools;
import io.codex4j.sandbox.windows.win32.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Contribute the sandbox backends of Windows; on other systems there are none.
 *
 * <p>Source of the keys: the table {@code [windows]} of the reference's {@code config.toml}, which the host hands over as
 * the plugin's own.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class WindowsSandboxPlugin implements Plugin {
    private static final String SANDBOX = "sandbox";
    private static final String PRIVATE_DESKTOP = "sandbox_private_desktop";
    private static final String RUNNER_COMMAND = "runner_command";

    @Override
    public String id() {
        return "sandbox-windows";
    }

    @Override
    public List<SandboxBackend> sandboxes(HostContext host) {
        if (!System.getProperty("os.name", "").startsWith("Windows")) {
            return List.of();
        }
        return backends(settings(host));
    }

    /** Return the backends, the strongest first; who asks for the elevated one never gets the weaker one. */
    private static List<SandboxBackend> backends(WindowsSettings settings) {
        SetupTools tools = SetupTools.ofWindows();
        List<SandboxBackend> backends = new ArrayList<>();
        backends.add(new ElevatedBackend(
                settings, new AccountPreparations(settings, tools, System.err::println), new Setup(settings, tools)));
        if (!settings.level().equals(Optional.of(Level.ELEVATED))) {
            backends.add(new RestrictedTokenBackend(
                    settings,
                    new CallerRights(settings, tools.accessLists()),
                    () -> new RestrictedTokenBackend.Calls(Windows.tokens(), Windows.processes(), Windows.pipes())));
        }
        backends.add(new UnconfinedBackend());
        return backends;
    }

    static WindowsSettings settings(HostContext host) {
        JsonObject table = host.pluginConfig();
        return new WindowsSettings(
                host.home(), host.environment(), level(table), privateDesktop(table), runnerCommand(table));
    }

    private static Optional<Level> level(JsonObject table) {
        Object value = table.asMap().get(SANDBOX);
        if (value == null) {
            return Optional.empty();
        }
        if (value.equals("elevated")) {
            return Optional.of(Level.ELEVATED);
        }
        if (value.equals("unelevated")) {
            return Optional.of(Level.UNELEVATED);
        }
        throw wrong(SANDBOX, "\"elevated\" or \"unelevated\"", value);
    }

    private static boolean privateDesktop(JsonObject table) {
        Object value = table.asMap().getOrDefault(PRIVATE_DESKTOP, true);
        if (value instanceof Boolean wanted) {
            return wanted;
        }
        throw wrong(PRIVATE_DESKTOP, "true or false", value);
    }

    private static List<String> runnerCommand(JsonObject table) {
        Object value = table.asMap().getOrDefault(RUNNER_COMMAND, List.of());
        List<String> words = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object word : list) {
                if (word instanceof String text && !text.isEmpty()) {
                    words.add(text);
                }
            }
            if (words.size() == list.size()) {
                return words;
            }
        }
        throw wrong(RUNNER_COMMAND, "a list of strings, none of them empty", value);
    }

    private static PluginException wrong(String key, String expected, @Nullable Object value) {
        return new PluginException(
                ErrorCode.INVALID_CONFIG, "`windows." + key + "` must be " + expected + ", but it is " + value);
    }
}
