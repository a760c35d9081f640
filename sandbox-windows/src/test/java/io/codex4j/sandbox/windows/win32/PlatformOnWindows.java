package io.codex4j.sandbox.windows.win32;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PlatformOnWindows {
    @Test
    void isWindows() {
        assertTrue(System.getProperty("os.name").startsWith("Windows"), System.getProperty("os.name"));
    }
}
