package io.codex4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@Timeout(60)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class CodexProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Workspace workspace = Workspace.create();

    @BeforeEach
    void launchAShell() {
        System.setProperty(CodexProcess.LAUNCHER_PROPERTY, "/bin/sh");
    }

    @AfterEach
    void clean() {
        System.clearProperty(CodexProcess.LAUNCHER_PROPERTY);
        workspace.close();
    }

    @Test
    void outputsAndExitCodeAreTaken() throws Exception {
        CodexResult result = shell("echo out; echo err >&2; exit 3").run();

        assertEquals(new CodexResult(3, "out\n", "err\n"), result);
        assertEquals(List.of("out"), result.lines());
    }

    @Test
    void theProcessLivesInTheWorkspace() throws Exception {
        CodexResult result = shell("pwd; echo $HOME; echo $CODEX_HOME; echo $EXTRA; env | grep -c .")
                .environment("EXTRA", "more")
                .run();

        assertEquals(
                List.of(
                        workspace.root().toString(),
                        workspace.home().toString(),
                        workspace.codexHome().toString(),
                        "more"),
                result.lines().subList(0, 4));
        assertTrue(Integer.parseInt(result.lines().get(4)) < 20, "nothing of our own environment");
    }

    @Test
    void standardInputIsEmptyUnlessGiven() throws Exception {
        assertEquals("", shell("cat").run().stdout());
        assertEquals("a text", shell("cat").stdin("a text").run().stdout());
        assertEquals(0, shell("exit 0").stdin("x".repeat(1_000_000)).run().exitCode());
    }

    @Test
    void eventsAreParsedLineByLine() throws Exception {
        CodexResult result = shell("echo '{\"type\": \"a\"}'; echo '{\"type\": \"b\", \"n\": 1}'")
                .run();

        assertEquals(List.of("a", "b"), result.eventTypes());
        assertEquals(1, result.events().get(1).integer("n"));
        assertThrows(AssertionError.class, shell("echo nonsense").run()::events);
    }

    @Test
    void invalidUtf8IsReplaced() throws Exception {
        assertEquals("a\uFFFDb", shell("printf 'a\\377b'").run().stdout());
    }

    @Test
    void aTextAndAnEventCanBeWaitedForWhileItRuns() throws Exception {
        try (CodexProcess process = shell(
                        "echo ready >&2; echo '{\"type\": \"x\", \"n\": 1}'; echo '{\"type\": \"x\", \"n\": 2}';"
                                + " printf '{\"half'; sleep 100")
                .start()) {
            process.awaitText("ready");

            assertEquals(
                    2, process.awaitEvent("x", event -> event.integer("n") == 2).integer("n"));
            assertEquals(2, process.events().size());
        }
    }

    @Test
    void whatNeverComesIsReportedWithTheOutputs() throws Exception {
        try (CodexProcess process = shell("echo something else").start()) {
            AssertionError error = assertThrows(AssertionError.class, () -> process.awaitText("the right thing"));

            assertTrue(error.toString().contains("it ended before"), error.getMessage());
            assertTrue(error.toString().contains("something else"), error.getMessage());
        }
    }

    @Test
    void aProcessThatDoesNotEndIsKilledWhenItsTimeIsOver() {
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> shell("echo begun; sleep 100")
                        .timeout(Duration.ofMillis(200))
                        .run());

        assertTrue(error.toString().contains("did not end within"), error.getMessage());
        assertEquals(List.of(), RunningProcess.find("NO=SUCH", workspace::holds));
    }

    @Test
    void signalsReachTheProcess() throws Exception {
        try (CodexProcess process = shell(
                        "trap 'echo interrupted; exit 9' INT; echo ready; while :; do sleep 0.05; done")
                .start()) {
            process.awaitText("ready");
            process.interrupt();
            assertEquals(new CodexResult(9, "ready\ninterrupted\n", ""), process.await());
        }
        try (CodexProcess process = shell("echo ready; exec sleep 100").start()) {
            process.awaitText("ready");
            process.terminate();
            assertEquals(128 + 15, process.await().exitCode());
        }
    }

    @Test
    void nothingSurvivesAProcessThatCleansUp() throws Exception {
        try (CodexProcess process = shell("sleep 0.2 & wait").start()) {
            process.await();

            assertEquals(List.of(), process.survivors(PATIENCE));
        }
    }

    @Test
    void orphansAreFoundAndKilled() throws Exception {
        try (CodexProcess process =
                shell("(setsid sleep 101 >/dev/null 2>&1 &) ; exit 0").start()) {
            assertEquals(0, process.await().exitCode());
            assertEquals(1, awaitSurvivor(process, "sleep 101").size());
        }
        assertEquals(List.of(), RunningProcess.find("NO=SUCH", workspace::holds));
    }

    @Test
    void orphansWithAnEnvironmentOfTheirOwnAreFoundByTheirFolder() throws Exception {
        try (CodexProcess process =
                shell("(env -i /bin/sleep 102 >/dev/null 2>&1 &) ; exit 0").start()) {
            process.await();

            assertEquals(1, awaitSurvivor(process, "/bin/sleep 102").size());
        }
    }

    @Test
    void anOrphanThatHoldsTheOutputsDoesNotHoldUpTheResult() throws Exception {
        try (CodexProcess process = shell("sleep 103 & echo done").start()) {
            assertEquals("done\n", process.await().stdout());
        }
    }

    @Test
    void aMissingLauncherIsNamed() {
        System.setProperty(CodexProcess.LAUNCHER_PROPERTY, "/no/such/program");

        IllegalStateException error =
                assertThrows(IllegalStateException.class, () -> shell("true").run());

        assertTrue(error.toString().contains("/no/such/program"), error.getMessage());
    }

    @Test
    void anotherFolderMayBeTheWorkingDirectory() throws Exception {
        assertEquals("/\n", shell("pwd").directory(Path.of("/")).run().stdout());
    }

    /** Wait until the orphan has become the program that it is to be. */
    private static List<RunningProcess> awaitSurvivor(CodexProcess process, String command)
            throws InterruptedException {
        Deadline end = Deadline.in(PATIENCE);
        List<RunningProcess> found = process.survivors(Duration.ZERO);
        while (found.stream().noneMatch(survivor -> survivor.command().equals(command))) {
            assertFalse(end.isOver(), found::toString);
            Thread.sleep(10);
            found = process.survivors(Duration.ZERO);
        }
        return found;
    }

    private CodexProcess.Launch shell(String script) {
        return CodexProcess.launch(workspace, "-c", script);
    }
}
