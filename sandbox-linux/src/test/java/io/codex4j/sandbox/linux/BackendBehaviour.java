package io.codex4j.sandbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.TerminalSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every backend does alike, whatever it enforces. */
@Timeout(120)
abstract class BackendBehaviour {
    private static final AtomicLong COUNTER = new AtomicLong();

    @TempDir
    Path folder;

    abstract SandboxBackend backend();

    /** Return a policy of this backend under which {@link #folder} can be written. */
    abstract SandboxPolicy policy();

    /** Return the variables that a program sees beyond those that it was given. */
    abstract List<String> additionalVariables();

    /** Return the argument by which {@link JvmUnderTest} finds this backend. */
    abstract String launcherMode();

    private Run shell(String script) throws Exception {
        return Run.shell(backend(), policy(), folder, script);
    }

    /** Return a duration for sleep(1) that no other process on the machine has. */
    static String uniqueSleep() {
        return "3000." + ProcessHandle.current().pid() + COUNTER.incrementAndGet() + "7";
    }

    @Test
    void passesInputOutputAndErrorsApart() throws Exception {
        SandboxCommand command = new SandboxCommand(
                List.of("sh", "-c", "cat; pwd; echo problem >&2"), folder, Run.ENVIRONMENT, StandardStreams.PIPES);
        try (SandboxedProcess process = backend().start(command, policy())) {
            process.stdin().write("line\n".getBytes(StandardCharsets.UTF_8));
            process.stdin().close();
            assertEquals("line\n" + folder + "\n", text(process.stdout().readAllBytes()));
            assertEquals("problem\n", text(process.stderr().readAllBytes()));
            assertEquals(0, process.waitFor());
            assertEquals(OptionalInt.of(0), process.exitCode());
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void reportsExitCodesAndSignals() throws Exception {
        assertEquals(0, shell("true").code());
        assertEquals(7, shell("exit 7").code());
        assertEquals(255, shell("exit 255").code());
        assertEquals(137, shell("kill -9 $$").code());
        assertEquals(143, shell("kill -TERM $$").code());
        assertEquals(139, shell("kill -SEGV $$").code());
    }

    @Test
    void passesArgumentsUnchanged() throws Exception {
        String[] awkward = {"two words", "line\nbreak", "ünïcode \uD83D\uDE00", "", "-c", "$HOME `id` \"'\\", "*"};
        List<String> argv = new ArrayList<>(List.of("printf", "[%s]"));
        argv.addAll(List.of(awkward));
        Run run = Run.of(backend(), policy(), new SandboxCommand(argv, folder, Run.ENVIRONMENT, StandardStreams.PIPES));
        assertEquals("[" + String.join("][", awkward) + "]", run.out());
    }

    @Test
    void namesAProgramThatIsNotThere() {
        assertFails(SandboxException.Reason.PROGRAM_NOT_FOUND, "no-such-program", "no-such-program");
        assertFails(SandboxException.Reason.PROGRAM_NOT_FOUND, "./absent.sh", "./absent.sh");
        assertFails(SandboxException.Reason.PROGRAM_NOT_FOUND, folder.toString(), folder.toString());
    }

    @Test
    void namesAFileThatIsNoProgram() throws Exception {
        Files.writeString(folder.resolve("plain.txt"), "hello");
        assertFails(SandboxException.Reason.PROGRAM_NOT_FOUND, "./plain.txt", "./plain.txt");
    }

    @Test
    void looksForTheProgramOnThePathOfTheCommand() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("my bin"));
        Path tool = Files.writeString(bin.resolve("my-tool"), "#!/bin/sh\necho mine\n");
        assertTrue(tool.toFile().setExecutable(true));
        Run run = Run.of(
                backend(),
                policy(),
                new SandboxCommand(List.of("my-tool"), folder, Map.of("PATH", bin.toString()), StandardStreams.PIPES));
        assertEquals("mine\n", run.out());
    }

    @Test
    void namesADirectoryThatIsNotThere() {
        Path absent = folder.resolve("absent");
        SandboxException failure =
                assertThrows(SandboxException.class, () -> Run.start(backend(), policy(), absent, "true"));
        assertEquals(SandboxException.Reason.NO_SUCH_DIRECTORY, failure.reason());
        assertTrue(failure.getMessage().contains(absent.toString()), failure.getMessage());
    }

    private void assertFails(SandboxException.Reason reason, String named, String... argv) {
        SandboxException failure =
                assertThrows(SandboxException.class, () -> Run.start(backend(), policy(), folder, argv));
        assertEquals(reason, failure.reason());
        assertTrue(failure.getMessage().contains("'" + named + "'"), failure.getMessage());
    }

    @Test
    void refusesATerminalForNow() {
        SandboxCommand command = new SandboxCommand(
                List.of("true"), folder, Run.ENVIRONMENT, new StandardStreams.Terminal(TerminalSize.DEFAULT));
        SandboxException failure =
                assertThrows(SandboxException.class, () -> backend().start(command, policy()));
        assertEquals(SandboxException.Reason.UNENFORCEABLE, failure.reason());
        assertTrue(failure.getMessage().contains("yet"), failure.getMessage());
    }

    @Test
    void givesExactlyTheEnvironment() throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("EMPTY", "");
        environment.put("MULTI", "line\nbreak = ü");
        environment.put("LD_BIND_NOW", "1");
        environment.put("SHLVL", "41");
        environment.put("lower.dotted", "kept");
        Run run = Run.of(
                backend(),
                policy(),
                new SandboxCommand(List.of("/usr/bin/env", "-0"), folder, environment, StandardStreams.PIPES));
        TreeSet<String> seen = new TreeSet<>(List.of(run.out().split("\0")));
        for (String name : additionalVariables()) {
            assertTrue(seen.removeIf(line -> line.startsWith(name + "=")), name + " in " + run);
        }
        TreeSet<String> expected = new TreeSet<>();
        environment.forEach((name, value) -> expected.add(name + "=" + value));
        assertEquals(expected, seen);
    }

    @Test
    void refusesVariablesThatCannotBe() {
        SandboxCommand command =
                new SandboxCommand(List.of("/bin/true"), folder, Map.of("BAD", "nul\0byte"), StandardStreams.PIPES);
        SandboxException failure =
                assertThrows(SandboxException.class, () -> backend().start(command, policy()));
        assertTrue(failure.getMessage().contains("BAD"), failure.getMessage());
    }

    @Test
    void handsDownNoFileDescriptor() throws Exception {
        try (var open = Files.newInputStream(Path.of("/etc/passwd"))) {
            assertTrue(open.read() >= 0);
            assertEquals("0\n1\n2\n", shell("ls /proc/$$/fd").out());
        }
    }

    @Test
    void handsDownNoFileDescriptorThatTheJvmInherited() throws Exception {
        try (JvmUnderTest jvm = JvmUnderTest.start(folder, launcherMode(), "sh", "-c", "ls /proc/$$/fd")) {
            assertEquals("0\n1\n2\n", jvm.output());
            assertEquals(0, jvm.waitFor());
        }
    }

    @Test
    void inheritsTheStreamsOfTheJvm() throws Exception {
        try (JvmUnderTest jvm =
                JvmUnderTest.start(folder, launcherMode(), "sh", "-c", "read x; echo \"got $x\"; echo e >&2; exit 9")) {
            jvm.input("hello\n");
            assertEquals("got hello\ne\n", jvm.output());
            assertEquals(9, jvm.waitFor());
        }
    }

    @Test
    void killsTheWholeTree() throws Exception {
        String sleep = uniqueSleep();
        String script = "sleep " + sleep + " & setsid sleep " + sleep + " & (setsid sh -c 'sleep " + sleep
                + " & :' & ) ; trap '' TERM INT HUP; echo ready; while :; do sleep " + sleep + "; done";
        try (SandboxedProcess process = Run.start(backend(), policy(), folder, "sh", "-c", script)) {
            readLine(process);
            Run.await("four sleeping", () -> Run.processesWith(sleep).size() >= 4);
            process.kill();
            assertEquals(137, process.waitFor());
            Run.await("none left of " + sleep, () -> Run.processesWith(sleep).isEmpty());
        }
    }

    @Test
    void killsWhatOutlivesItsParentWhenItIsClosed() throws Exception {
        String sleep = uniqueSleep();
        try (SandboxedProcess process = Run.start(
                backend(), policy(), folder, "sh", "-c", "setsid sleep " + sleep + " >/dev/null 2>&1 & exit 3")) {
            assertEquals(3, process.waitFor());
        }
        Run.await("none left of " + sleep, () -> Run.processesWith(sleep).isEmpty());
    }

    @Test
    void closesThoughOutputIsNotRead() throws Exception {
        long start = System.nanoTime();
        try (SandboxedProcess process = Run.start(backend(), policy(), folder, "yes", "no end")) {
            assertFalse(process.waitFor(Duration.ofMillis(100)));
        }
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(4).toNanos());
    }

    @Test
    void keepsUpWithLargeOutput() throws Exception {
        Run run = shell("head -c 20000000 /dev/zero | tr '\\0' x; echo; echo done >&2");
        assertEquals(20_000_001, run.out().length());
        assertEquals("done\n", run.err());
    }

    @Test
    void interruptsAsControlCDoes() throws Exception {
        try (SandboxedProcess process = Run.start(
                backend(),
                policy(),
                folder,
                // A build in the background ignores the signal, its children inherit that, and bash could not trap it.
                "env",
                "--default-signal=INT",
                "bash",
                "-c",
                "trap 'exit 9' INT; echo ready; while :; do sleep 0.05; done")) {
            readLine(process);
            process.interrupt();
            assertTrue(process.waitFor(Duration.ofSeconds(10)));
            assertEquals(OptionalInt.of(9), process.exitCode());
        }
    }

    @Test
    void mayBeClosedTwiceAndKilledAfterwards() throws Exception {
        SandboxedProcess process = Run.start(backend(), policy(), folder, "sleep", uniqueSleep());
        process.close();
        process.close();
        process.kill();
        process.interrupt();
        assertEquals(OptionalInt.of(137), process.exitCode());
    }

    @Test
    void runsOnAfterTheThreadThatStartedItHasEnded() throws Exception {
        AtomicReference<SandboxedProcess> started = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                started.set(Run.start(backend(), policy(), folder, "sleep", uniqueSleep()));
            } catch (SandboxException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.join();
        try (SandboxedProcess process = started.get()) {
            assertFalse(process.waitFor(Duration.ofMillis(300)), "it died with its thread");
        }
    }

    @Test
    void dieWithTheJvmHoweverThatEnds() throws Exception {
        String sleep = uniqueSleep();
        try (JvmUnderTest jvm = JvmUnderTest.start(
                folder,
                launcherMode(),
                "sh",
                "-c",
                "setsid sleep " + sleep + " >/dev/null 2>&1 </dev/null & echo ready; sleep " + sleep)) {
            jvm.readLine();
            Run.await("both sleep", () -> count("sleep " + sleep) >= 2);
            jvm.killHard();
            Run.await("none left of " + sleep, () -> Run.processesWith(sleep).isEmpty());
            Run.await(
                    "no guardian left",
                    () -> Run.processesWith("codex4j-guardian-" + jvm.pid()).isEmpty());
        }
    }

    private static long count(String text) throws IOException {
        return Run.processesWith(text).stream()
                .filter(line -> line.contains(" " + text) && !line.contains("sh -c") && !line.contains("java"))
                .count();
    }

    @Test
    void runsManyAtOnce() throws Exception {
        List<Future<Run>> runs = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < 24; number++) {
                String script = "echo " + number + "; exit " + number;
                runs.add(executor.submit((Callable<Run>) () -> shell(script)));
            }
        }
        for (int number = 0; number < runs.size(); number++) {
            assertEquals(new Run(number, number + "\n", ""), runs.get(number).get());
        }
    }

    @Test
    void runsAScriptThatNamesNoInterpreter() throws Exception {
        Path script = Files.writeString(folder.resolve("bare"), "echo \"bare $1\"\n");
        assertTrue(script.toFile().setExecutable(true));
        assertEquals(
                "bare x\n", Run.of(backend(), policy(), folder, "./bare", "x").out());
    }

    private static void readLine(SandboxedProcess process) throws IOException {
        int next = process.stdout().read();
        while (next >= 0 && next != '\n') {
            next = process.stdout().read();
        }
        if (next < 0) {
            throw new AssertionError("no line came: " + text(process.stderr().readAllBytes()));
        }
    }
}
