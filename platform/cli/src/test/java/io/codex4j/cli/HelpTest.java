package io.codex4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelpTest {
    private static final List<String> EVERYWHERE = List.of("-c, --config", "--enable", "--disable", "-h, --help");
    private static final List<String> SESSION = List.of(
            "-i, --image",
            "-m, --model",
            "--oss",
            "--local-provider",
            "-s, --sandbox",
            "-p, --profile",
            "--full-auto",
            "--dangerously-bypass-approvals-and-sandbox",
            "-C, --cd",
            "--add-dir",
            "--strict-config");
    private static final List<String> EXEC = List.of(
            "--skip-git-repo-check",
            "--ephemeral",
            "--output-schema",
            "--color",
            "--json",
            "-o, --output-last-message",
            "[PROMPT]");

    @TempDir
    Path root;

    private TestRun codex;

    @BeforeEach
    void setUp() {
        codex = new TestRun(root);
    }

    @Test
    void namesEveryFlagAndCommand() {
        assertHelp(
                "--help",
                EVERYWHERE,
                SESSION,
                List.of("exec, e", "sandbox", "features", "config", "completion", "demo"));
        assertHelp("exec --help", EVERYWHERE, SESSION, EXEC, List.of("resume", "-V, --version"));
        assertHelp("exec resume -h", EVERYWHERE, SESSION, EXEC, List.of("--last", "--all", "[SESSION_ID]"));
        assertHelp("sandbox --help", EVERYWHERE, List.of("linux, landlock", "macos, seatbelt", "windows"));
        assertHelp("sandbox linux --help", EVERYWHERE, List.of("--full-auto", "COMMAND"));
        assertHelp("features list --help", EVERYWHERE);
        assertHelp("config explain --help", EVERYWHERE, List.of("--json", "-p, --profile", "-C, --cd", "KEY"));
        assertHelp("completion --help", EVERYWHERE, List.of("SHELL", "powershell"));
        assertHelp("demo --help", EVERYWHERE, List.of("--keep"));
    }

    @SafeVarargs
    private void assertHelp(String line, List<String>... expected) {
        TestRun.Outcome outcome = codex.run(line.split(" "));
        assertEquals(0, outcome.status(), outcome.errors());
        assertEquals("", outcome.errors());
        for (List<String> words : expected) {
            for (String word : words) {
                assertTrue(outcome.output().contains(word), line + " does not name " + word + ":\n" + outcome.output());
            }
        }
        for (String text : outcome.output().split("\n")) {
            assertTrue(text.length() <= 100, text);
        }
    }

    @Test
    void hidesAliasesAndEarlierNames() {
        String exec = codex.run("exec", "--help").output();
        assertFalse(exec.contains("--yolo"), exec);
        assertFalse(exec.contains("--experimental-json"), exec);
        assertFalse(codex.run("--help").output().contains("debug"));
    }

    @Test
    void answersTheHelpCommandAtEachLevel() {
        String expected = codex.run("exec", "resume", "--help").output();
        assertEquals(expected, codex.run("help", "exec", "resume").output());
        assertEquals(expected, codex.run("exec", "help", "resume").output());
        assertEquals(codex.run("--help").output(), codex.run("help").output());
        assertEquals(
                codex.run("sandbox", "linux", "--help").output(),
                codex.run("sandbox", "help", "linux").output());
    }

    @Test
    void showsTheCommandsOfAGroupWhenNoneIsNamed() {
        TestRun.Outcome outcome = codex.run("sandbox");
        assertEquals(2, outcome.status());
        assertTrue(outcome.errors().contains("linux, landlock"), outcome.errors());
    }
}
