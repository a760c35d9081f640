package io.codex4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
    @TempDir
    Path root;

    @Test
    void completesForBashUnlessAnotherShellIsNamed() {
        TestRun codex = new TestRun(root);
        TestRun.Outcome outcome = codex.run("completion");
        assertEquals(0, outcome.status());
        assertEquals(outcome.output(), codex.run("completion", "bash").output());
        assertTrue(outcome.output().startsWith("#!/usr/bin/env bash"));
    }

    @ParameterizedTest
    @CsvSource({
        "codex ex, exec",
        "codex exec --sandb, --sandbox",
        "codex exec --sandbox '', read-only workspace-write danger-full-access",
        "codex exec resume --la, --last",
        "codex completion f, fish",
        "codex sandbox lin, linux",
        "codex de, demo"
    })
    void completesInBash(String line, String expected) throws Exception {
        Path script = Files.writeString(root.resolve("completion"), CompletionCommand.script("bash"));
        int words = line.split(" ").length;
        String program = "compopt() { :; }; . " + script + "\nCOMP_WORDS=(" + line + ")\nCOMP_CWORD=" + (words - 1)
                + "\n_complete_codex\necho \"${COMPREPLY[@]}\"";
        assertEquals(expected, bash(program).strip());
    }

    private static String bash(String program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "--norc", "-c", program)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    void writesOneCompleteLineForEachThingInFish() {
        List<String> lines = CompletionCommand.script("fish").lines().toList();
        assertEquals("complete -c codex -f", lines.getFirst());
        for (String line : lines.subList(1, lines.size())) {
            assertTrue(line.startsWith("complete -c codex -n '"), line);
            long quotes = line.replace("\\'", "").chars().filter(c -> c == '\'').count();
            assertEquals(0, quotes % 2, line);
        }
        assertContains(
                lines,
                "-n '__fish_seen_subcommand_from exec e; and not __fish_seen_subcommand_from resume help'",
                "-s s -l sandbox -x -a 'read-only workspace-write danger-full-access'");
        assertContains(lines, "-n '__fish_seen_subcommand_from completion'", "-a 'bash zsh fish powershell'");
        assertContains(
                lines, "-n '__fish_seen_subcommand_from exec e; and __fish_seen_subcommand_from resume'", "-l last");
    }

    private static void assertContains(List<String> lines, String first, String second) {
        assertTrue(
                lines.stream().anyMatch(line -> line.contains(first) && line.contains(second)),
                () -> first + " … " + second + " is not in\n" + String.join("\n", lines));
    }

    @Test
    void listsWhatMayFollowEachPathInPowerShell() {
        String script = CompletionCommand.script("powershell");
        assertTrue(script.contains("'codex;exec;resume' {\n"), script);
        assertTrue(script.contains("'codex;e;resume' {\n"), script);
        assertTrue(
                script.contains("::new('--full-auto', '--full-auto', [CompletionResultType]::ParameterName, "), script);
        assertEquals(
                script.chars().filter(c -> c == '{').count(),
                script.chars().filter(c -> c == '}').count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish", "powershell"})
    void leavesOutWhatHelpHides(String shell) {
        String script = CompletionCommand.script(shell);
        assertTrue(script.contains("full-auto"));
        assertFalse(script.contains("experimental-json"), script);
        assertFalse(script.contains("Earlier names of codex sandbox"), script);
    }
}
