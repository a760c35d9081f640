package io.codex4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HostTest {
    @Test
    void namesThatAreLookedUpHaveOneSpellingOnWindows() {
        Map<String, String> seen =
                Host.inOneSpelling(Map.of("Path", "C:\\bin", "ComSpec", "cmd", "Codex_Home", "C:\\h", "My_Key", "k"));
        assertEquals(Map.of("PATH", "C:\\bin", "COMSPEC", "cmd", "CODEX_HOME", "C:\\h", "My_Key", "k"), seen);
    }

    @Test
    void commandsGetBackWhatTheLauncherKeptFromTheJvm() {
        Map<String, String> seen = Host.withoutLauncher(Map.of(
                "PATH", "/bin",
                "CODEX_JAVA_OPTIONS", "-Xmx1g",
                "CODEX_LAUNCHER_ROOT", "C:\\codex",
                "CODEX_KEPT_LC_ALL", "C",
                "CODEX_KEPT_JAVA_TOOL_OPTIONS", "-ea"));
        assertEquals(Map.of("PATH", "/bin", "LC_ALL", "C", "JAVA_TOOL_OPTIONS", "-ea"), seen);
    }
}
