package io.codex4j.sandbox.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.HostContext;
import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.api.Plugin;
import io.codex4j.api.PluginException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class WindowsSandboxPluginTest {
    /** A host with settings, and nothing that they do not need. */
    private record Host(JsonObject pluginConfig) implements HostContext {
        @Override
        public Map<String, String> environment() {
            return Map.of("A", "b");
        }

        @Override
        public Path home() {
            return Path.of("home");
        }

        @Override
        public JsonCodec json() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ClientInfo client() {
            return new ClientInfo("test", "0");
        }
    }

    private static WindowsSettings settings(Map<String, ?> table) {
        return WindowsSandboxPlugin.settings(new Host(JsonObject.of(table)));
    }

    private static String failure(Map<String, ?> table) {
        return assertThrows(PluginException.class, () -> settings(table)).getMessage();
    }

    @Test
    void isFoundByItsName() {
        List<String> ids = ServiceLoader.load(Plugin.class).stream()
                .map(provider -> provider.get().id())
                .toList();
        assertEquals(List.of("sandbox-windows"), ids);
    }

    @Test
    void offersNothingElsewhereWhateverTheSettings() {
        JsonObject broken = JsonObject.of(Map.of("sandbox", 7L));
        assertEquals(List.of(), new WindowsSandboxPlugin().sandboxes(new Host(broken)));
    }

    @Test
    void nothingIsSetByDefaultButTheDesktop() {
        WindowsSettings settings = settings(Map.of());
        assertEquals(Optional.empty(), settings.level());
        assertTrue(settings.privateDesktop());
        assertEquals(List.of(), settings.runnerCommand());
        assertEquals(Path.of("home"), settings.home());
        assertEquals(Map.of("A", "b"), settings.environment());
    }

    @Test
    void readsAllKeys() {
        WindowsSettings settings = settings(Map.of(
                "sandbox", "elevated", "sandbox_private_desktop", false, "runner_command", List.of("java", "-jar")));
        assertEquals(Optional.of(WindowsSettings.Level.ELEVATED), settings.level());
        assertFalse(settings.privateDesktop());
        assertEquals(List.of("java", "-jar"), settings.runnerCommand());
        assertEquals(
                Optional.of(WindowsSettings.Level.UNELEVATED),
                settings(Map.of("sandbox", "unelevated")).level());
    }

    @Test
    void whatIsWrongIsNamedByItsKey() {
        assertEquals(
                "`windows.sandbox` must be \"elevated\" or \"unelevated\", but it is Elevated",
                failure(Map.of("sandbox", "Elevated")));
        assertEquals(
                "`windows.sandbox_private_desktop` must be true or false, but it is yes",
                failure(Map.of("sandbox_private_desktop", "yes")));
        assertTrue(
                failure(Map.of("runner_command", "java -jar")).startsWith("`windows.runner_command` must be a list"));
        assertTrue(failure(Map.of("runner_command", List.of("java", 1L))).startsWith("`windows.runner_command`"));
        assertTrue(failure(Map.of("runner_command", List.of(""))).startsWith("`windows.runner_command`"));
    }
}
