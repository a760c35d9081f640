package io.codex4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @TempDir
    Path root;

    private TestRun codex;

    @BeforeEach
    void setUp() {
        codex = new TestRun(root);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exec --nope hi | there is no option `--nope` here | `-- --nope`",
                "exec --jso hi | there is no option `--jso` here | did you mean `--json`?",
                "exec a b | one argument too many: `b` | quotes",
                "exec resume a b c | one argument too many: `c` | quotes",
                "exect hi | there is no command `exect` | did you mean `exec`?",
                "explain | there is no command `explain` | codex exec",
                "login | the command `login` is not there yet | codex exec",
                "sandbox linx | there is no command `linx` | did you mean `linux`?",
                "sandbox linux --bogus | there is no option `--bogus` here | `-- --bogus`",
                "help nope | there is no command `nope` | ''"
            })
    void saysWhatIsWrongAndWhatWasPerhapsMeant(String line, String sentence, String tip) {
        TestRun.Outcome outcome = codex.run(line.split(" "));
        assertEquals(2, outcome.status());
        assertEquals("", outcome.output());
        assertTrue(outcome.errors().startsWith("error: " + sentence), outcome.errors());
        assertTrue(outcome.errors().contains(tip), outcome.errors());
        assertTrue(outcome.errors().contains("Usage: codex "), outcome.errors());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec -m",
                "exec -m -x hi",
                "exec -m a -m b hi",
                "exec --json --json hi",
                "exec --json=x hi",
                "exec -s bogus hi",
                "exec --color=pink hi",
                "exec --last hi",
                "exec -i",
                "exec -i --json",
                "exec resume --last id prompt",
                "exec --full-auto --yolo hi",
                "--full-auto exec --dangerously-bypass-approvals-and-sandbox hi",
                "-a sometimes exec hi",
                "completion tcsh",
                "config explain",
                "config",
                "features",
                "sandbox",
                "-c",
                "--bogus"
            })
    void refusesACommandLineThatCannotBeMeant(String line) {
        TestRun.Outcome outcome = codex.run(line.split(" "));
        assertEquals(2, outcome.status(), outcome.errors());
        assertTrue(outcome.errors().contains("Usage: codex"), outcome.errors());
        assertFalse(outcome.errors().contains("\tat "), outcome.errors());
    }

    @Test
    void namesTheChoices() {
        String errors = codex.run("exec", "-s", "bogus", "hi").errors();
        assertTrue(errors.contains("`bogus` is none of read-only, workspace-write, danger-full-access"), errors);
    }

    @Test
    void wantsATaskWithoutATerminal() {
        TestRun.Outcome outcome = codex.run();
        assertEquals(1, outcome.status());
        assertTrue(outcome.errors().startsWith("Error: stdin is not a terminal"), outcome.errors());
        assertEquals(1, codex.run("--full-auto", "-m", "x").status());
    }

    @Test
    void tellsItsVersion() {
        for (String option : List.of("-V", "--version")) {
            TestRun.Outcome outcome = codex.run(option);
            assertEquals(0, outcome.status());
            assertEquals("codex-cli " + Version.NUMBER + System.lineSeparator(), outcome.output());
        }
        assertEquals(
                "codex-cli-exec " + Version.NUMBER + System.lineSeparator(),
                codex.run("exec", "--version").output());
    }
}
