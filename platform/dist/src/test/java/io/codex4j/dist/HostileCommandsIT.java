package io.codex4j.dist;

import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.testkit.CodexProcess;
import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Script;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands that behave badly. That nothing of them is left running is checked by each run, see {@link World}; with a
 * sandbox and without one.
 */
class HostileCommandsIT {
    private static final Script.Turn DONE = turn(message("Done."));
    private static final int LONGEST_OUTPUT = 20_000;

    @AutoClose
    private final World world = new World();

    @Test
    void isNotFloodedByACommandThatEnds() throws Exception {
        runs("yes | head -c 1000000000", 30_000, "-s", "read-only");

        assertTrue(world.toolOutput().contains("Process exited with code 0\n"), world.toolOutput());
    }

    @ParameterizedTest
    @ValueSource(strings = {"read-only", "danger-full-access"})
    void isNotFloodedByACommandThatNeverEnds(String sandbox) throws Exception {
        runs("yes", 1_000, "-s", sandbox);

        assertTrue(world.toolOutput().contains("Process running with session ID"), world.toolOutput());
    }

    @ParameterizedTest
    @ValueSource(strings = {"read-only", "danger-full-access"})
    void endsACommandThatIgnoresSignals(String sandbox) throws Exception {
        runs("trap '' TERM INT HUP; echo ready; while :; do sleep 1; done", 500, "-s", sandbox);

        assertTrue(world.toolOutput().contains("ready\n"), world.toolOutput());
    }

    @ParameterizedTest
    @ValueSource(strings = {"read-only", "danger-full-access"})
    void endsWhatOutlivesItsParent(String sandbox) throws Exception {
        runs(
                "setsid sleep 100 >/dev/null 2>&1 < /dev/null & (nohup sleep 101 &) >/dev/null 2>&1; echo parent is gone",
                5_000,
                "-s",
                sandbox);

        assertTrue(world.toolOutput().contains("parent is gone\n"), world.toolOutput());
    }

    @ParameterizedTest
    @ValueSource(strings = {"read-only", "danger-full-access"})
    void doesNotWaitForWhatHoldsTheOutputOpen(String sandbox) throws Exception {
        long start = System.nanoTime();

        runs("setsid sleep 100 & echo parent is gone", 30_000, "-s", sandbox);

        assertTrue((System.nanoTime() - start) / 1_000_000_000 < 15, "it waited for the grandchild");
        assertTrue(world.toolOutput().contains("Process exited with code 0\n"), world.toolOutput());
    }

    @Test
    void endsACommandThatHasLeftItsEnvironmentAndItsFolder() throws Exception {
        String mark = "mark-" + UUID.randomUUID();

        runs(
                "cd /; env -i /usr/bin/setsid -f /bin/sh -c 'while :; do sleep 0.1; done # " + mark
                        + "' >/dev/null 2>&1; echo parent is gone",
                5_000,
                "-s",
                "read-only");

        assertTrue(world.toolOutput().contains("parent is gone\n"), world.toolOutput());
        long end = System.nanoTime() + World.PATIENCE.toNanos();
        while (isRunning(mark) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertFalse(isRunning(mark), "left behind");
    }

    @ParameterizedTest
    @ValueSource(strings = {"read-only", "danger-full-access"})
    void endsManyProcesses(String sandbox) throws Exception {
        runs("for i in $(seq 50); do setsid sleep 10$i & done; echo started; wait", 1_000, "-s", sandbox);

        assertTrue(world.toolOutput().contains("started\n"), world.toolOutput());
    }

    @Test
    void looksAfterACommandThatClosesItsOutput() throws Exception {
        runs("echo before; exec >&- 2>&-; sleep 1; exit 7", 10_000);

        assertTrue(world.toolOutput().contains("Process exited with code 7\n"), world.toolOutput());
        assertTrue(world.toolOutput().endsWith("Output:\nbefore\n"), world.toolOutput());
    }

    @Test
    void showsBytesThatAreNoText() throws Exception {
        CodexResult result = runs("printf 'a\\377\\376b\\000c\\n'", 10_000);

        assertTrue(world.toolOutput().contains("a\ufffd"), world.toolOutput());
        assertTrue(world.toolOutput().contains("c\n"), world.toolOutput());
        assertFalse(result.stderr().isEmpty());
    }

    @Test
    void showsABrokenCharacterAcrossPieces() throws Exception {
        runs("printf '\\303'; sleep 0.3; printf '\\244\\n'", 10_000);

        assertTrue(world.toolOutput().endsWith("Output:\nä\n"), world.toolOutput());
    }

    @Test
    void saysThatACommandWasKilled() throws Exception {
        runs("kill -9 $$", 10_000);

        assertTrue(world.toolOutput().contains("Process exited with code 137\n"), world.toolOutput());
    }

    @Test
    void saysThatAProgramIsMissing() throws Exception {
        runs("no-such-program-anywhere", 10_000);

        assertTrue(world.toolOutput().contains("Process exited with code 127\n"), world.toolOutput());
    }

    @Test
    void saysThatADirectoryIsMissing() throws Exception {
        world.model(turn(functionCall("exec_command", Map.of("cmd", "pwd", "workdir", "/no/such"))), DONE);

        assertEquals("Done.\n", world.run("exec", "run").stdout());
        assertTrue(world.toolOutput().contains("/no/such"), world.toolOutput());
    }

    @Test
    void takesACommandLineOfAMegabyte() throws Exception {
        runs("echo ok # " + "x".repeat(1 << 20), 10_000);

        String output = world.toolOutput();
        assertTrue(output.length() < 2 << 20, () -> "length " + output.length());
        assertTrue(
                output.contains("ok\n") || output.contains("too long"), () -> output.substring(output.length() - 300));
    }

    @Test
    void takesACommandLineWithAZeroByte() throws Exception {
        runs("echo a\u0000b", 10_000);

        assertFalse(world.toolOutput().isEmpty());
    }

    /** What watches the sandbox is hit while it is still building it, or later. */
    @ParameterizedTest
    @CsvSource({"INT, 0", "TERM, 0", "HUP, 0", "KILL, 0", "INT, 2", "TERM, 2", "HUP, 2", "KILL, 2", "INT, 300"})
    void endsACommandWhoseSandboxWasSignalled(String signal, int delayMillis) throws Exception {
        world.model(turn(functionCall("exec_command", Map.of("cmd", "sleep 100"))), DONE);
        try (CodexProcess process = world.launch("exec", "--json", "run").start()) {
            List<ProcessHandle> children = children(process);
            Thread.sleep(delayMillis);
            for (ProcessHandle child : children) {
                send(signal, child);
            }

            CodexResult result = world.end(process);

            assertEquals("turn.completed", result.eventTypes().getLast());
            assertTrue(world.toolOutput().contains("Process exited with code 1"), world.toolOutput());
        }
    }

    @Test
    void doesNotLetACommandKillItsSandbox() throws Exception {
        runs("kill -9 $PPID; kill -9 -1; sleep 100", 500, "-s", "read-only");

        assertFalse(world.toolOutput().isEmpty());
    }

    /** Run a command; the model is told, and the turn goes on to its end. */
    private CodexResult runs(String command, int yieldMillis, String... arguments) throws Exception {
        world.model(turn(functionCall("exec_command", Map.of("cmd", command, "yield_time_ms", yieldMillis))), DONE);
        String[] line = new String[arguments.length + 2];
        line[0] = "exec";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        line[line.length - 1] = "run";

        CodexResult result = world.run(line);

        assertEquals("Done.\n", result.stdout());
        assertEquals(0, result.exitCode());
        if (command.length() < LONGEST_OUTPUT) {
            assertTrue(world.toolOutput().length() < LONGEST_OUTPUT, "the model was flooded");
        }
        return result;
    }

    private static boolean isRunning(String mark) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").contains(mark));
    }

    /** Return what runs the command, as soon as it is there. */
    private static List<ProcessHandle> children(CodexProcess process) throws InterruptedException {
        ProcessHandle program = ProcessHandle.of(process.pid()).orElseThrow();
        while (program.isAlive()) {
            List<ProcessHandle> children = program.children()
                    .filter(child -> child.info().commandLine().orElse("").contains("sleep 100"))
                    .toList();
            if (!children.isEmpty()) {
                return children;
            }
        }
        throw new AssertionError("there was no command: " + process.stdout());
    }

    private static void send(String signal, ProcessHandle process) throws Exception {
        new ProcessBuilder("kill", "-s", signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
