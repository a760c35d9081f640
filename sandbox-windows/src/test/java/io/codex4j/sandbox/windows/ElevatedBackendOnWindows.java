package io.codex4j.sandbox.windows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.ResourceLimits;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxException.Reason;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.windows.runner.RunnerArchive;
import io.codex4j.sandbox.windows.runner.RunnerInstallation;
import io.codex4j.sandbox.windows.win32.Windows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two JVMs, parent and command runner, over real pipes; only that the runner runs as the caller is not as it will be. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ElevatedBackendOnWindows {
    private static final SandboxPolicy POLICY = SandboxPolicy.readOnly();

    private static Path home;
    private static ElevatedBackend backend;

    @BeforeAll
    static void warmUp() throws IOException {
        home = Files.createTempDirectory("home");
        backend = backend(home);
        backend.warmUp(POLICY);
    }

    private static ElevatedBackend backend(Path home) {
        WindowsSettings settings = new WindowsSettings(home, System.getenv(), Optional.empty(), true, List.of());
        return CallerPreparations.backend(settings);
    }

    @AfterAll
    static void closingEndsEveryRunner() throws InterruptedException {
        backend.close();
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (runners() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        assertEquals(0, runners());
    }

    private static long runners() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }

    @Test
    void bringsOutputErrorsAndExitCode() throws Exception {
        try (SandboxedProcess process = cmd("echo hi& echo oops 1>&2& exit 3")) {
            assertEquals("hi", text(process.stdout()));
            assertEquals("oops", text(process.stderr()));
            assertEquals(3, process.waitFor());
        }
    }

    @Test
    void anExitCodeMayBeNegative() throws Exception {
        try (SandboxedProcess process = cmd("exit -5")) {
            assertEquals(-5, process.waitFor());
        }
    }

    @Test
    void bringsInput() throws Exception {
        try (SandboxedProcess process = start(POLICY, "cmd.exe", "/v:on", "/c", "set /p word=& echo got !word!")) {
            process.stdin().write("hello\r\n".getBytes(StandardCharsets.UTF_8));
            process.stdin().close();

            assertEquals("got hello", text(process.stdout()));
            assertEquals(0, process.waitFor());
        }
    }

    @Test
    void theEnvironmentIsTheGivenOne() throws Exception {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.put("CODEX_WORD", "\u00e4\u20ac=x y");
        SandboxCommand command = new SandboxCommand(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java.exe")
                                .toString(),
                        "-XX:-PrintWarnings",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrintVariable.class.getName(),
                        "CODEX_WORD"),
                home,
                environment,
                StandardStreams.PIPES);
        try (SandboxedProcess process = backend.start(command, POLICY)) {
            assertEquals("\u00e4\u20ac=x y", text(process.stdout()));
        }
    }

    /** Prints a variable of its environment. */
    static final class PrintVariable {
        private PrintVariable() {}

        public static void main(String[] arguments) throws IOException {
            System.out.write(System.getenv(arguments[0]).getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }

    @Test
    void endsAChildThatWaits() throws Exception {
        try (SandboxedProcess process = cmd("set /p word=")) {
            process.kill();

            assertEquals(1, process.waitFor());
            assertEnds(process.pid());
        }
    }

    @Test
    void endsAChildBehindInputThatItDoesNotRead() throws Exception {
        try (SandboxedProcess process = cmd("ping -n 60 127.0.0.1")) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    process.stdin().write(new byte[8 << 20]);
                } catch (IOException e) {
                    // The child was ended.
                    return;
                }
            });
            Thread.sleep(300);
            process.kill();

            assertTrue(process.waitFor(Duration.ofSeconds(10)));
            assertEquals(1, process.waitFor());
            assertEnds(process.pid());
        }
    }

    @Test
    void closingEndsTheChild() throws Exception {
        SandboxedProcess process = cmd("set /p word=");

        process.close();

        assertEnds(process.pid());
    }

    @Test
    void endsAChildWhoseTimeIsOver() throws Exception {
        SandboxPolicy limited = POLICY.withLimits(new ResourceLimits(
                Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.of(Duration.ofMillis(300))));
        try (SandboxedProcess process = start(limited, "cmd.exe", "/c", "set /p word=")) {
            assertEquals(192, process.waitFor());
            assertEnds(process.pid());
        }
    }

    @Test
    void tellsAMissingProgram() {
        SandboxException failure = assertThrows(SandboxException.class, () -> start(POLICY, "no-such-program.exe"));

        assertEquals(Reason.PROGRAM_NOT_FOUND, failure.reason());
        assertTrue(failure.getMessage().contains("spawn_child"), failure.getMessage());
        assertTrue(failure.getMessage().endsWith("(Windows error 2)"), failure.getMessage());
    }

    @Test
    void tellsAMissingDirectory() {
        SandboxCommand command = new SandboxCommand(
                List.of("cmd.exe", "/c", "exit"), home.resolve("missing"), System.getenv(), StandardStreams.PIPES);

        SandboxException failure = assertThrows(SandboxException.class, () -> backend.start(command, POLICY));

        assertEquals(Reason.NO_SUCH_DIRECTORY, failure.reason(), failure.getMessage());
    }

    @Test
    void severalRunAtOnce() throws Exception {
        try (SandboxedProcess first = cmd("set /p word=& exit 1");
                SandboxedProcess second = cmd("set /p word=& exit 2");
                SandboxedProcess third = cmd("set /p word=& exit 3")) {
            third.stdin().close();
            second.stdin().close();
            first.stdin().close();

            assertEquals(1, first.waitFor());
            assertEquals(2, second.waitFor());
            assertEquals(3, third.waitFor());
        }
    }

    @Test
    void muchGoesThroughUnchanged() throws Exception {
        byte[] much = new byte[2_000_003];
        for (int index = 0; index < much.length; index++) {
            much[index] = (byte) (index * 31 >> 3);
        }
        try (SandboxedProcess process = start(
                POLICY,
                Path.of(System.getProperty("java.home"), "bin", "java.exe").toString(),
                "-XX:-PrintWarnings",
                "-cp",
                System.getProperty("java.class.path"),
                Echo.class.getName())) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    process.stdin().write(much);
                    process.stdin().close();
                } catch (IOException e) {
                    // Then it does not come back.
                    return;
                }
            });
            assertArrayEquals(much, process.stdout().readAllBytes());
            assertEquals(0, process.waitFor());
        }
    }

    /** Writes what it reads. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] arguments) throws IOException {
            System.in.transferTo(System.out);
            System.out.flush();
        }
    }

    @Test
    void theChildDoesNotOutliveTheParent() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java.exe")
                                .toString(),
                        "-Djava.security.properties=" + System.getProperty("java.security.properties"),
                        "-XX:-PrintWarnings",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long child;
        try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
            child = Long.parseLong(output.readLine());
            assertTrue(isAlive(child));
        } finally {
            parent.destroyForcibly();
        }
        assertEnds(child);
    }

    /** Starts a child that waits, prints its process id, and waits too. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            SandboxCommand command = new SandboxCommand(
                    List.of("cmd.exe", "/c", "set /p word="), folder, System.getenv(), StandardStreams.PIPES);
            SandboxedProcess process = backend(folder).start(command, POLICY);
            System.out.println(process.pid());
            process.waitFor();
        }
    }

    @Test
    void anArchiveOfClassesIsMadeOnceAndUsed() throws Exception {
        Path other = Files.createTempDirectory("home");
        RunnerInstallation installation = new RunnerInstallation(other);
        try (RunnerArchive archive = new RunnerArchive(installation, Windows.processes())) {
            archive.make();
            Path file = installation.install().resolve("runner.jsa");
            long size = Files.size(file);
            assertTrue(size > 1_000_000, "bytes: " + size);
            archive.make();
        }
        ElevatedBackend archived = backend(other);
        SandboxCommand command =
                new SandboxCommand(List.of("cmd.exe", "/c", "exit 7"), other, System.getenv(), StandardStreams.PIPES);
        try (SandboxedProcess process = archived.start(command, POLICY)) {
            assertEquals(7, process.waitFor());
        } finally {
            archived.close();
        }
    }

    private static void assertEnds(long process) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (isAlive(process) && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertFalse(isAlive(process), "process " + process + " still runs");
    }

    private static boolean isAlive(long process) {
        return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    private static SandboxedProcess cmd(String script) throws SandboxException {
        return start(POLICY, "cmd.exe", "/c", script);
    }

    private static SandboxedProcess start(SandboxPolicy policy, String... argv) throws SandboxException {
        return backend.start(new SandboxCommand(List.of(argv), home, System.getenv(), StandardStreams.PIPES), policy);
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
