package io.codex4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HostTest {
    @Test
    void commandsGetBackWhatTheLauncherKeptFromTheJvm() {
        Map<String, String> seen = Host.withoutLauncher(Map.of(
                "PATH", "/bin",
                "CODEX_JAVA_OPTIONS", "-Xmx1g",
                "CODEX_KEPT_LC_ALL", "C",
                "CODEX_KEPT_JAVA_TOOL_OPTIONS", "-ea"));
        assertEquals(Map.of("PATH", "/bin", "LC_ALL", "C", "JAVA_TOOL_OPTIONS", "-ea"), seen);
    }
}
