package io.codex4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashReportTest {
    @TempDir
    Path root;

    private String report(TestRun codex) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Host host = codex.host(new ByteArrayOutputStream(), errors);
        assertEquals(1, new CrashReport(host).write(new IllegalStateException("bad\nthing")));
        return errors.toString(StandardCharsets.UTF_8);
    }

    @Test
    void keepsTheTraceInAFile() throws IOException {
        TestRun codex = new TestRun(root);
        String text = report(codex);
        Path log = codex.home().resolve("log").resolve("crash.log");
        assertTrue(text.startsWith("Error: unexpected IllegalStateException: bad thing"), text);
        assertTrue(text.contains(log.toString()), text);
        assertFalse(text.contains("\tat "), text);
        assertTrue(Files.readString(log).contains("\tat " + CrashReportTest.class.getName()));
    }

    @Test
    void showsTheTraceWhenAskedTo() {
        String text = report(new TestRun(root).variable("CODEX_DEBUG", "1"));
        assertTrue(text.contains("\tat " + CrashReportTest.class.getName()), text);
    }

    @Test
    void managesWithoutAHome() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        String text = report(new TestRun(root).variable("CODEX_HOME", file.toString()));
        assertTrue(text.contains("CODEX_DEBUG=1 shows the details."), text);
    }
}
