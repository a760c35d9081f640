package io.codex4j.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.PluginException;
import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.ToolActivity.CommandFinished;
import io.codex4j.api.tool.ToolActivity.FilesChanged;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellToolsTest {
    private static final String PATCH = "*** Begin Patch\n*** Add File: s.txt\n+x\n*** End Patch\n";

    @TempDir
    Path folder;

    private LocalHost host;

    @BeforeEach
    void start() {
        host = new LocalHost(folder).start();
    }

    @AfterEach
    void nothingIsLeft() {
        host.close();
        assertFalse(host.anyProcessAlive());
    }

    @Test
    void runsACommandLineToItsEnd() throws Exception {
        String text = host.call("shell_command", "command", "echo hi; sleep 0.2; exit 2", "login", false);
        assertTrue(text.matches("Exit code: 2\nWall time: \\S+ seconds\nOutput:\nhi\n"), text);
        CommandFinished finished = host.reported(CommandFinished.class).getFirst();
        assertEquals(2, finished.exitCode());
        assertEquals("hi\n", finished.output());
    }

    @Test
    void runsAnArgumentListWithoutAShell() throws Exception {
        String text = host.call("shell", "command", List.of("echo", "$HOME", "a b"));
        assertTrue(text.matches("Exit code: 0\nWall time: \\S+ seconds\nOutput:\n\\$HOME a b\n"), text);
        assertThrows(PluginException.class, () -> host.call("shell", "command", List.of()));
        assertThrows(PluginException.class, () -> host.call("shell", "command", List.of("a\0")));
    }

    @Test
    void killsACommandWhoseTimeIsOver() throws Exception {
        long start = System.nanoTime();
        String text = host.call(
                "shell_command", "command", "echo hi; sleep 60 & sleep 60", "login", false, "timeout_ms", 600);
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(4).toNanos());
        assertTrue(
                text.matches("Exit code: 124\nWall time: \\S+ seconds\nOutput:\n"
                        + "command timed out after \\d+ milliseconds\nhi\n"),
                text);
        assertEquals(124, host.reported(CommandFinished.class).getFirst().exitCode());
    }

    @Test
    void putsTheNumberOfLinesOfLongOutputFirst() throws Exception {
        host.shortenTo = 8;
        String text = host.call("shell_command", "command", "seq 1 100");
        assertTrue(
                text.matches("Exit code: 0\nWall time: \\S+ seconds\nTotal output lines: 100\nOutput:\n1\n2\n3\n4\n…"),
                text);
    }

    @Test
    void passesARefusalOn() {
        host.refusal = "not here";
        assertEquals(
                "not here",
                assertThrows(ActionRefusedException.class, () -> host.call("shell_command", "command", "echo"))
                        .getMessage());
    }

    @Test
    void appliesPatches() throws Exception {
        String line = host.call("shell_command", "command", "apply_patch <<'EOF'\n" + PATCH + "EOF\n");
        assertTrue(
                line.startsWith("{\"output\":\"Success. Updated the following files:\\nA s.txt\\n\",\"metadata\":"),
                line);
        String list = host.call("shell", "command", List.of("apply_patch", PATCH));
        assertTrue(
                list.matches("Exit code: 0\nWall time: \\S+ seconds\nOutput:\n"
                        + "Success\\. Updated the following files:\nA s\\.txt\n"),
                list);
        String implicit = host.call("shell_command", "command", PATCH);
        assertTrue(implicit.startsWith("apply_patch verification failed: this is a patch"), implicit);
        assertEquals(2, host.reported(FilesChanged.class).size());
        assertEquals(List.of(), host.processes);
    }

    @Test
    void writesTimesAsTheReferenceDoes() {
        assertEquals("0", CommandText.tenths(Duration.ofMillis(49)));
        assertEquals("0.1", CommandText.tenths(Duration.ofMillis(50)));
        assertEquals("1", CommandText.tenths(Duration.ofMillis(1049)));
        assertEquals("1.3", CommandText.tenths(Duration.ofMillis(1260)));
        assertEquals("0.0000", CommandText.tenThousandths(Duration.ofNanos(49_999)));
        assertEquals("2.0521", CommandText.tenThousandths(Duration.ofNanos(2_052_099_000L)));
    }
}
