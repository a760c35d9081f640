package io.codex4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodexHomeTest {
    @TempDir
    Path root;

    private static String report(String home) {
        return assertThrows(ConfigException.class, () -> CodexHome.locate(Map.of("CODEX_HOME", home)))
                .report();
    }

    @Test
    void defaultIsBelowTheHomeOfTheUserAndNeedNotExist() throws Exception {
        assertEquals(Path.of("/home/u/.codex"), CodexHome.locate(Map.of("HOME", "/home/u")));
        assertEquals(Path.of("/home/u/.codex"), CodexHome.locate(Map.of("HOME", "/home/u", "CODEX_HOME", "")));
        Path fallback = Path.of(System.getProperty("user.home"), ".codex").toAbsolutePath();
        assertEquals(fallback, CodexHome.locate(Map.of()));
    }

    @Test
    void linksOfTheVariableAreResolved() throws Exception {
        Path home = Files.createDirectories(root.toRealPath().resolve("h"));
        Path link = Files.createSymbolicLink(root.resolve("link"), home);
        assertEquals(home, CodexHome.locate(Map.of("CODEX_HOME", link.toString())));
    }

    @Test
    void variableMustNameAFolder() throws IOException {
        Path missing = root.resolve("missing");
        assertEquals(
                "Error: CODEX_HOME points to \"" + missing + "\", but that path does not exist",
                report(missing.toString()));
        Path file = Files.writeString(root.resolve("file"), "");
        assertEquals(
                "Error: CODEX_HOME points to \"" + file + "\", but that path is not a directory",
                report(file.toString()));
        assertEquals(
                "Error: CODEX_HOME points to \"a\0b\", but that path cannot be used: Nul character not allowed: a\0b",
                report("a\0b"));
    }
}
