package io.codex4j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.testkit.CodexProcess;
import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code codex sandbox linux}: a command in the sandbox that commands of the model get. */
class SandboxCommandIT {
    @AutoClose
    private final World world = new World();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 255})
    void returnsTheExitCodeOfTheCommand(int code) throws Exception {
        assertEquals(code, sandboxed("exit " + code).exitCode());
    }

    @Test
    void returnsTheSignalThatEndedTheCommand() throws Exception {
        assertEquals(137, sandboxed("kill -9 $$").exitCode());
    }

    @Test
    void namesAProgramThatIsMissing() throws Exception {
        CodexResult result = world.run("sandbox", "linux", "--", "no-such-program");

        assertNotEquals(0, result.exitCode());
        assertTrue(result.stderr().contains("no-such-program"), result.stderr());
    }

    @Test
    void wantsACommand() throws Exception {
        CodexResult result = world.run("sandbox", "linux");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("command"), result.stderr());
    }

    @Test
    void writesNothing() throws Exception {
        CodexResult result = sandboxed("touch x || touch /tmp/x || touch \"$TMPDIR/x\"");

        assertEquals(1, result.exitCode());
        assertEquals(Map.of(), world.workspace().files());
    }

    @Test
    void writesWorkspaceAndTemporaryFoldersByFullAuto() throws Exception {
        Path outside = world.workspace().home().resolve("outside");

        CodexResult result = fullAuto("echo a > n.txt && echo b > \"$TMPDIR/n.txt\" && touch /tmp/codex-it-$$ &&"
                + " rm /tmp/codex-it-$$ && ! touch " + outside
                + " && ! touch /etc/codex-it && ! touch /var/tmp/codex-it");

        assertEquals(0, result.exitCode(), result.stderr());
        assertEquals(Map.of("n.txt", "a\n"), world.workspace().files());
        assertFalse(Files.exists(outside));
    }

    @Test
    void writesTheWorkspaceWhereTheConfigurationSaysSo() throws Exception {
        world.run("sandbox", "linux", "-c", "sandbox_mode=workspace-write", "--", "touch", "x");

        assertEquals(Map.of("x", ""), world.workspace().files());
    }

    @Test
    void staysASandboxWhereTheAgentHasNone() throws Exception {
        world.run("sandbox", "linux", "-c", "sandbox_mode=danger-full-access", "--", "touch", "x");

        assertEquals(Map.of(), world.workspace().files());
    }

    @Test
    void protectsTheRepositoryItself() throws Exception {
        assertTrue(isBubblewrapUsable(), "needs bubblewrap; ./dev test installs it");

        CodexResult result = fullAuto("git status >&2 && ! touch .git/x && ! mv .git elsewhere && ! rm -rf .git/config"
                + " && ! git -c user.name=a -c user.email=b commit --allow-empty -m x");

        assertEquals(0, result.exitCode(), result.stderr());
        assertTrue(Files.exists(world.workspace().root().resolve(".git/config")));
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", ".codex", ".agents"})
    void keepsProtectedFoldersFromBeingMade(String name) throws Exception {
        assertTrue(isBubblewrapUsable(), "needs bubblewrap; ./dev test installs it");
        try (World outside = new World(Workspace.createOutsideGit())) {
            String script =
                    "mkdir %1$s; echo x > %1$s/config; echo x > %1$s; ln -s /tmp %1$s; touch other".formatted(name);

            CodexResult result = outside.run("sandbox", "linux", "--full-auto", "--", "sh", "-c", script);

            assertEquals(0, result.exitCode(), result.stderr());
            assertEquals(List.of("other"), outside.filesLeft());
        }
    }

    @Test
    void sharesAFolderWithOthers() throws Exception {
        try (World outside = new World(Workspace.createOutsideGit())) {
            CodexResult result = outside.shell("""
                    for i in 1 2 3 4 5; do
                      "$CODEX" sandbox linux --full-auto -- sh -c "sleep 0.$i; echo x > only" 2>/dev/null || echo failed &
                    done
                    wait
                    """);

            assertEquals("", result.stdout());
            assertEquals(List.of("only"), outside.filesLeft());
        }
    }

    @Test
    void saysWhatTheFallbackDoesNotProtect() throws Exception {
        CodexResult result = withoutBubblewrap("sandbox linux --full-auto -- sh -c \"echo x > n.txt\"");

        assertEquals(0, result.exitCode(), result.stderr());
        assertEquals(Map.of("n.txt", "x\n"), world.workspace().files());
        assertEquals(1, result.stderr().lines().count(), result.stderr());
        assertTrue(result.stderr().contains(".git"), result.stderr());
    }

    @Test
    void fallsBackToASandboxThatHolds() throws Exception {
        Path outside = world.workspace().home().resolve("outside");
        String script = "touch x; touch " + outside + "; touch /tmp/codex-it; exec 3<>/dev/tcp/127.0.0.1/"
                + world.server().port();

        CodexResult result = withoutBubblewrap("sandbox linux -- bash -c \"" + script + "\"");

        assertEquals(1, result.exitCode());
        assertEquals(Map.of(), world.workspace().files());
        assertFalse(Files.exists(outside));
    }

    @Test
    void saysNothingOfItsOwn() throws Exception {
        assertTrue(isBubblewrapUsable(), "needs bubblewrap; ./dev test installs it");

        CodexResult result = fullAuto("echo out; echo err >&2");

        assertEquals("out\n", result.stdout());
        assertEquals("err\n", result.stderr());
    }

    @Test
    void reachesNoNetwork() throws Exception {
        assertNotEquals(0, connects().exitCode());
        assertNotEquals(0, connects("--full-auto").exitCode());
    }

    @Test
    void reachesTheNetworkWhereTheConfigurationSaysSo() throws Exception {
        CodexResult result = connects("--full-auto", "-c", "sandbox_workspace_write.network_access=true");

        assertEquals(0, result.exitCode(), result.stderr());
    }

    @Test
    void handsStandardInputToTheCommand() throws Exception {
        CodexResult result =
                world.run(world.launch("sandbox", "linux", "--", "cat").stdin("hello\nworld"));

        assertEquals("hello\nworld", result.stdout());
    }

    @Test
    void handsArgumentsToTheCommandAsTheyAre() throws Exception {
        CodexResult result = world.run(
                "sandbox", "linux", "--", "printf", "<%s>", "a b", "", "--full-auto", "-c", "--", "--help", "ä*$x");

        assertEquals("<a b><><--full-auto><-c><--><--help><ä*$x>", result.stdout());
    }

    @Test
    void takesOptionsBehindTheCommandAsPartOfIt() throws Exception {
        assertEquals(
                "--full-auto --help\n",
                world.run("sandbox", "linux", "echo", "--full-auto", "--help").stdout());
    }

    @Test
    void answersToItsEarlierNames() throws Exception {
        for (List<String> name : List.of(List.of("sandbox", "landlock"), List.of("debug", "landlock"))) {
            List<String> line = new ArrayList<>(name);
            line.addAll(List.of("--full-auto", "--", "sh", "-c", "touch x && rm x && exit 7"));

            assertEquals(7, world.run(line.toArray(String[]::new)).exitCode(), name::toString);
        }
    }

    @Test
    void handsTheEnvironmentOn() throws Exception {
        CodexResult result = world.run(world.launch(
                        "sandbox",
                        "linux",
                        "--",
                        "sh",
                        "-c",
                        "echo $MINE $JAVA_TOOL_OPTIONS $CODEX_SANDBOX_NETWORK_DISABLED")
                .environment("MINE", "mine")
                .environment("JAVA_TOOL_OPTIONS", "-Da=1"));

        assertEquals("mine -Da=1 1\n", result.stdout());
    }

    @Test
    void closesDescriptorsThatItWasGiven() throws Exception {
        CodexResult result =
                world.shell("exec 9>leak.txt; \"$CODEX\" sandbox linux -- sh -c 'echo leaked >&9; ls /proc/self/fd'");

        assertEquals("", world.workspace().read("leak.txt"));
        assertEquals(List.of("0", "1", "2", "3"), result.lines(), "3 is of ls itself");
    }

    @Test
    void takesCapabilitiesAway() throws Exception {
        CodexResult result = sandboxed("grep -E 'Cap(Eff|Prm|Bnd|Amb)|NoNewPrivs' /proc/self/status");

        String status = result.stdout();
        assertTrue(status.contains("NoNewPrivs:\t1"), status);
        assertTrue(status.contains("CapEff:\t0000000000000000"), status);
        assertTrue(status.contains("CapPrm:\t0000000000000000"), status);
    }

    @Test
    void endsWhatTheCommandLeavesRunning() throws Exception {
        CodexResult result = sandboxed("setsid sleep 100 >/dev/null 2>&1 & echo started");

        assertEquals("started\n", result.stdout());
    }

    @Test
    void endsTheCommandByTermination() throws Exception {
        try (CodexProcess process = startSleep()) {
            process.terminate();

            assertEquals(143, world.end(process).exitCode());
        }
    }

    @Test
    void handsCtrlCToTheCommand() throws Exception {
        try (CodexProcess process = world.launch(
                        "sandbox",
                        "linux",
                        "--",
                        "bash",
                        "-c",
                        "trap 'echo got it; exit 3' INT; echo ready; sleep 100 & wait")
                .start()) {
            process.awaitText("ready");
            process.interrupt();

            CodexResult result = world.end(process);

            assertEquals("ready\ngot it\n", result.stdout());
            assertEquals(3, result.exitCode());
        }
    }

    @Test
    void leavesCtrlCToACommandThatSharesTheTerminal() throws Exception {
        String script = "trap \"echo got it; exit 3\" INT; echo ready; sleep 2; echo not reached";

        CodexResult result = world.signalGroup("INT", "ready", "sandbox linux -- bash -c '" + script + "'");

        assertEquals("ready\ngot it\n", result.stdout());
        assertEquals(3, result.exitCode());
    }

    @Test
    void endsWhenItsTerminalCloses() throws Exception {
        String script = "trap \"\" HUP; echo ready; sleep 100";

        CodexResult result = world.signalGroup("HUP", "ready", "sandbox linux -- bash -c '" + script + "'");

        assertEquals(129, result.exitCode());
    }

    @Test
    void leavesNothingWhenItIsKilled() throws Exception {
        try (CodexProcess process = startSleep()) {
            ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();

            assertEquals(List.of(), process.survivors(World.PATIENCE));
        }
    }

    private CodexProcess startSleep() throws InterruptedException {
        CodexProcess process = world.launch("sandbox", "linux", "--", "sh", "-c", "echo ready; sleep 100; true")
                .start();
        process.awaitText("ready");
        return process;
    }

    private CodexResult sandboxed(String script) throws InterruptedException {
        return world.run("sandbox", "linux", "--", "sh", "-c", script);
    }

    private CodexResult fullAuto(String script) throws InterruptedException {
        return world.run("sandbox", "linux", "--full-auto", "--", "sh", "-c", script);
    }

    /** Connect to the model server from within the sandbox. */
    private CodexResult connects(String... options) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of("sandbox", "linux"));
        line.addAll(List.of(options));
        line.addAll(List.of(
                "--",
                "bash",
                "-c",
                "exec 3<>/dev/tcp/127.0.0.1/" + world.server().port()));
        return world.run(line.toArray(String[]::new));
    }

    /** Run the launcher where each bubblewrap is hidden. */
    private CodexResult withoutBubblewrap(String commandLine) throws Exception {
        String hide = "for program in $(which -a bwrap); do mount --bind /dev/null \"$program\"; done";
        assertTrue(
                ShellScript.run(world.workspace(), "unshare -rm sh -c '" + hide + "'")
                                .exitCode()
                        == 0,
                "needs user namespaces to hide bubblewrap");
        return world.shell("unshare -rm sh -c '" + hide + "; \"$CODEX\" " + commandLine + "'");
    }

    private boolean isBubblewrapUsable() throws Exception {
        return ShellScript.run(world.workspace(), "bwrap --unshare-all --ro-bind / / --proc /proc true")
                        .exitCode()
                == 0;
    }
}
