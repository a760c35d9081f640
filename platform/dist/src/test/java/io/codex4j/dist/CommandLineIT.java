package io.codex4j.dist;

import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.testkit.CodexResult;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, versions, completions, and what is said about a command line that is wrong. */
class CommandLineIT {
    @AutoClose
    private final World world = new World();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "exec",
                "exec resume",
                "sandbox",
                "sandbox linux",
                "features",
                "features list",
                "config",
                "config explain",
                "completion",
                "demo"
            })
    void describesEachCommand(String command) throws Exception {
        String[] line = (command + " --help").strip().split(" ");

        CodexResult result = world.run(line);

        assertEquals(0, result.exitCode());
        assertEquals("", result.stderr());
        assertTrue(result.stdout().contains("Usage: codex " + command), result.stdout());
        assertTrue(result.stdout().contains("--help"), result.stdout());
        assertTrue(result.lines().stream().allMatch(text -> text.length() <= 100), result.stdout());
    }

    @Test
    void describesEachOptionOfExec() throws Exception {
        String help = world.run("exec", "--help").stdout();

        for (String option : List.of(
                "--image",
                "--model",
                "--oss",
                "--local-provider",
                "--profile",
                "--sandbox",
                "--full-auto",
                "--dangerously-bypass-approvals-and-sandbox",
                "--cd",
                "--skip-git-repo-check",
                "--add-dir",
                "--ephemeral",
                "--output-schema",
                "--color",
                "--json",
                "--output-last-message",
                "--strict-config",
                "--config",
                "--enable",
                "--disable")) {
            assertTrue(help.contains(option), () -> "no " + option + " in: " + help);
        }
    }

    @Test
    void showsItsVersionAtEveryPlace() throws Exception {
        String version = world.run("--version").stdout();

        assertTrue(version.matches("codex-cli \\d+\\.\\d+\\.\\d+\n"), version);
        assertEquals(
                version.replace("codex-cli", "codex-cli-exec"),
                world.run("exec", "--version").stdout());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--no-such-flag", "exec --no-such-flag", "exec -s nonsense x", "nosuchcommand x", "exec -m"})
    void refusesWhatItDoesNotUnderstand(String command) throws Exception {
        CodexResult result = world.run(command.split(" "));

        assertEquals(2, result.exitCode());
        assertEquals("", result.stdout());
        assertTrue(result.stderr().contains("Usage: "), result.stderr());
        assertEquals(List.of(), world.server().requests());
    }

    @Test
    void namesTheWordThatItDoesNotUnderstand() throws Exception {
        CodexResult result = world.run("exec", "--modle", "x", "run");

        assertTrue(result.stderr().contains("--modle"), result.stderr());
        assertTrue(result.stderr().contains("--model"), result.stderr());
    }

    @Test
    void refusesOptionsThatContradictEachOther() throws Exception {
        assertEquals(2, world.run("exec", "--full-auto", "--yolo", "run").exitCode());
    }

    @Test
    void takesOptionsBeforeAndBehindTheCommand() throws Exception {
        world.model(turn(message("ok")), turn(message("ok")));

        world.run("-c", "model=one", "exec", "run", "-c", "developer_instructions=two");

        assertEquals("one", world.request().string("model"));
        assertTrue(world.request().objects("input").getFirst().toString().contains("two"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish", "powershell"})
    void printsCompletionsForShells(String shell) throws Exception {
        CodexResult result = world.run("completion", shell);

        assertEquals(0, result.exitCode());
        assertEquals("", result.stderr());
        assertTrue(result.stdout().contains("exec") && result.stdout().contains("sandbox"), result.stdout());
    }

    @Test
    void completesCommandsInBash() throws Exception {
        CodexResult result = world.shell("\"$CODEX\" completion bash > completion; bash -c '. ./completion;"
                + " spec=$(complete -p codex); function=${spec#*-F }; function=${function%% *};"
                + " COMP_WORDS=(codex sand); COMP_CWORD=1; COMP_LINE=\"codex sand\"; COMP_POINT=10;"
                + " $function codex sand codex; echo \"${COMPREPLY[@]}\"'");

        assertTrue(result.stdout().contains("sandbox"), result.stdout() + result.stderr());
    }

    @Test
    void refusesToCompleteForAnUnknownShell() throws Exception {
        CodexResult result = world.run("completion", "tcsh");

        assertEquals(2, result.exitCode());
        assertTrue(result.stderr().contains("tcsh"), result.stderr());
    }
}
