package io.codex4j.dist;

import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.httpError;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.scripted.ScenarioTurn.End;
import io.codex4j.testkit.CodexProcess;
import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C and its relatives at any moment. That nothing is left running is checked by each run, see {@link World}. */
@Isolated("measures how long things take")
class InterruptIT {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int STARTS = 20;
    private static final int LONGEST_START_MILLIS = 300;
    private static final Script.Turn SLEEP = turn(functionCall("exec_command", Map.of("cmd", "sleep 100")));

    @AutoClose
    private final World world = new World();

    @ParameterizedTest
    @ValueSource(strings = {"read-only", "danger-full-access"})
    void endsACommand(String sandbox) throws Exception {
        world.model(SLEEP);
        try (CodexProcess process = startSleep("-s", sandbox)) {
            CodexResult result = endsSoonAfter(process, process::interrupt);

            assertEquals(1, result.exitCode());
            assertEquals(
                    List.of("thread.started", "turn.started", "item.started"),
                    result.eventTypes().subList(0, 3));
            assertFalse(result.eventTypes().contains("turn.completed"), result.stdout());
        }
    }

    @Test
    void tellsPeopleThatTheTurnWasInterrupted() throws Exception {
        world.model(SLEEP);
        try (CodexProcess process = world.launch("exec", "run").start()) {
            process.awaitText("sleep 100");

            CodexResult result = endsSoonAfter(process, process::interrupt);

            assertTrue(result.stderr().contains("turn interrupted\n"), result.stderr());
            assertEquals("", result.stdout());
        }
    }

    @Test
    void leavesASessionThatCanBeResumed() throws Exception {
        world.model(SLEEP, turn(message("Done.")));
        try (CodexProcess process = startSleep()) {
            endsSoonAfter(process, process::interrupt);
        }

        CodexResult result = world.run("exec", "resume", "--last", "go on");

        assertEquals("Done.\n", result.stdout());
        assertEquals(1, world.toolOutputs().size(), "the call was left without an output");
        assertTrue(world.rolloutLines().size() > 6);
    }

    @Test
    void endsACommandThatIgnoresIt() throws Exception {
        world.model(
                turn(functionCall("exec_command", Map.of("cmd", "trap '' INT TERM HUP; while :; do sleep 1; done"))));
        try (CodexProcess process = startSleep()) {
            assertEquals(1, endsSoonAfter(process, process::interrupt).exitCode());
        }
    }

    @Test
    void leavesAModelThatSaysNothing() throws Exception {
        world.model(turn(message("partial")).end(End.STALL, 4));

        assertEquals(1, interruptedAfterRequest().exitCode());
    }

    @Test
    void leavesAModelThatDoesNotAnswer() throws Exception {
        world.model(turn(message("late")).with("delay_ms", 60_000));

        assertEquals(1, interruptedAfterRequest().exitCode());
    }

    @Test
    void leavesAPauseBeforeARetry() throws Exception {
        world.model(Script.http(
                429,
                Map.of("Retry-After", "50"),
                Map.of("error", Map.of("message", "slow down", "code", "rate_limit_exceeded"))));
        try (CodexProcess process = world.launch("exec", "--json", "run").start()) {
            process.awaitText("Reconnecting");

            assertEquals(1, endsSoonAfter(process, process::interrupt).exitCode());
        }
    }

    @Test
    void leavesASilentPauseBeforeARetry() throws Exception {
        world.configure(config -> config.withProvider("request_max_retries = 100"))
                .play(Script.of(httpError(500, "oops")).with("after", "repeat"));
        try (CodexProcess process = world.launch("exec", "--json", "run").start()) {
            world.server().awaitRequests(4, Duration.ofSeconds(30));

            assertEquals(1, endsSoonAfter(process, process::interrupt).exitCode());
        }
    }

    @Test
    void leavesAPromptThatDoesNotCome() throws Exception {
        CodexResult result = world.shell("""
                mkfifo pipe
                exec 3<>pipe
                env --default-signal=INT "$CODEX" exec - <&3 &
                sleep 1
                kill -INT $!
                timeout 5 tail --pid=$! -f /dev/null || echo still there
                wait $!
                echo $?
                """);

        assertTrue(List.of("1\n", "130\n").contains(result.stdout()), result.stdout());
        assertEquals(List.of(), world.server().requests());
    }

    @Test
    void takesASecondOneAtOnce() throws Exception {
        world.model(SLEEP);
        try (CodexProcess process = startSleep()) {
            CodexResult result = endsSoonAfter(process, () -> {
                process.interrupt();
                process.interrupt();
            });

            assertTrue(List.of(1, 130).contains(result.exitCode()), () -> "exit code " + result.exitCode());
        }
    }

    @Test
    void endsByTermination() throws Exception {
        world.model(SLEEP);
        try (CodexProcess process = startSleep()) {
            assertEquals(143, endsSoonAfter(process, process::terminate).exitCode());
            assertTrue(world.rolloutLines().size() > 6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"read-only", "danger-full-access"})
    void endsWhenItsTerminalCloses(String sandbox) throws Exception {
        world.model(SLEEP);

        CodexResult result = world.signalGroup("HUP", "item.started", "exec --json -s " + sandbox + " run");

        assertEquals(129, result.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"read-only", "danger-full-access"})
    void endsByCtrlCThatReachesItsCommandsToo(String sandbox) throws Exception {
        world.model(SLEEP);

        CodexResult result = world.signalGroup("INT", "item.started", "exec --json -s " + sandbox + " run");

        assertEquals(1, result.exitCode());
        assertEquals("", result.stderr());
    }

    @Test
    void leavesNothingInTheSandboxWhenItIsKilled() throws Exception {
        world.model(SLEEP);
        try (CodexProcess process = startSleep("-s", "workspace-write")) {
            ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();

            assertEquals(List.of(), process.survivors(World.PATIENCE));
            assertEquals(List.of(".git"), world.filesLeft(), "what stands for missing protected names was left");
        }
    }

    @Test
    void endsAtAnyMomentOfItsStart() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int start = 0; start < STARTS; start++) {
            int delay = random.nextInt(LONGEST_START_MILLIS);
            world.model(SLEEP);
            try (CodexProcess process = world.launch("exec", "--json", "run").start()) {
                Thread.sleep(delay);
                CodexResult result = endsSoonAfter(process, process::interrupt);

                String context = "delay " + delay + " ms, seed " + seed + ": " + result;
                // Before the program has taken over the signal, it is the shell's or the JVM's: then it is 130.
                assertTrue(List.of(1, 130).contains(result.exitCode()), context);
                result.events();
            }
        }
        for (Path rollout : world.rollouts()) {
            assertTrue(Files.size(rollout) == 0 || !World.lines(rollout).isEmpty());
        }
    }

    private interface Signal {
        void send() throws InterruptedException;
    }

    private CodexProcess startSleep(String... arguments) throws InterruptedException {
        String[] line = new String[arguments.length + 3];
        line[0] = "exec";
        line[1] = "--json";
        System.arraycopy(arguments, 0, line, 2, arguments.length);
        line[line.length - 1] = "run";
        CodexProcess process = world.launch(line).start();
        process.awaitEvent("item.started", event -> true);
        return process;
    }

    private CodexResult interruptedAfterRequest() throws InterruptedException {
        try (CodexProcess process = world.launch("exec", "--json", "run").start()) {
            world.server().awaitRequests(1, Duration.ofSeconds(30));
            return endsSoonAfter(process, process::interrupt);
        }
    }

    private CodexResult endsSoonAfter(CodexProcess process, Signal signal) throws InterruptedException {
        long start = System.nanoTime();
        signal.send();
        process.await();
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        CodexResult result = world.end(process);
        assertTrue(time.compareTo(SOON) < 0, () -> "it took " + time + ": " + result);
        return result;
    }
}
