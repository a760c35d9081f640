package io.codex4j.sandbox.windows.runner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.windows.ChildPrograms;
import io.codex4j.sandbox.windows.ipc.Message;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The runner as a process of its own, over real pipes, with real children. */
@Timeout(120)
class CommandRunnerOnWindows {
    @TempDir(cleanup = CleanupMode.NEVER) // Windows keeps a folder for a moment in which a program has just ended.
    Path home;

    private RealRunner runner;

    @BeforeEach
    void start() throws Exception {
        runner = new RealRunner(home);
    }

    @AfterEach
    void end() throws Exception {
        runner.close();
    }

    private static long millisecondsSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private void assertGone(int process) throws InterruptedException {
        ProcessHandle handle = ProcessHandle.of(process).orElse(null);
        for (int i = 0; handle != null && handle.isAlive() && i < 100; i++) {
            Thread.sleep(50);
        }
        assertFalse(handle != null && handle.isAlive(), "the child lives");
    }

    @Test
    void runsACommandAndEndsWithItsExitCode() throws Exception {
        runner.send(runner.request("cmd.exe", "/c", "echo hi& echo oops 1>&2& exit 3")
                .build());
        runner.expectReady();
        runner.expectExit(3, false);
        assertEquals("hi", runner.text());
        assertEquals(3, runner.exitCode());
    }

    @Test
    void reportsACrashAsWindowsDoes() throws Exception {
        runner.send(runner.request("cmd.exe", "/c", "exit -1073741819").build());
        runner.expectReady();
        runner.expectExit(0xC0000005, false);
        assertEquals(0xC0000005, runner.exitCode());
    }

    @Test
    void carriesInputAndOutputUnchanged() throws Exception {
        byte[] data = new byte[5_000_000];
        new Random(11).nextBytes(data);
        runner.send(runner.request(ChildPrograms.command("echo").toArray(new String[0]))
                .stdinOpen()
                .build());
        runner.expectReady();
        FutureTask<Void> input = new FutureTask<>(() -> {
            for (int i = 0; i < data.length; i += 250_000) {
                runner.send(new Message.Stdin(Arrays.copyOfRange(data, i, i + 250_000)));
            }
            runner.send(new Message.CloseStdin());
            return null;
        });
        Thread.ofPlatform().daemon().start(input);
        runner.expectExit(0, false);
        input.get();
        assertArrayEquals(data, runner.stdout());
    }

    @Test
    void terminatesAChildThatDoesNotReadItsInput() throws Exception {
        runner.send(runner.request("cmd.exe", "/c", "ping -n 60 127.0.0.1 > nul")
                .stdinOpen()
                .build());
        int child = runner.expectReady();
        for (int i = 0; i < 20; i++) {
            runner.send(new Message.Stdin(new byte[1 << 20]));
        }
        long start = System.nanoTime();
        runner.send(new Message.Terminate());
        runner.expectExit(1, false);
        assertTrue(millisecondsSince(start) < 20_000);
        assertGone(child);
        assertEquals(1, runner.exitCode());
    }

    @Test
    void endsAChildWhoseTimeIsOverWithAllItStarted() throws Exception {
        long start = System.nanoTime();
        runner.send(runner.request("cmd.exe", "/c", "start /b ping -n 60 127.0.0.1 & ping -n 60 127.0.0.1")
                .timeout(700)
                .build());
        int child = runner.expectReady();
        runner.expectExit(192, true);
        assertTrue(millisecondsSince(start) < 30_000);
        assertGone(child);
        assertEquals(192, runner.exitCode());
    }

    @Test
    void waitsForAGrandchildThatHoldsTheOutput() throws Exception {
        runner.send(runner.request("cmd.exe", "/c", "start /b cmd /c \"ping -n 4 127.0.0.1 > nul& echo late\"& exit 5")
                .build());
        runner.expectReady();
        long start = System.nanoTime();
        runner.expectExit(5, false);
        assertTrue(millisecondsSince(start) > 2000, "it did not wait");
        assertEquals("late", runner.text());
    }

    @Test
    void carries200MegabytesWithFewMeans() throws Exception {
        runner.send(runner.request(ChildPrograms.command("spew", "200").toArray(new String[0]))
                .build());
        runner.expectReady();
        long start = System.nanoTime();
        assertEquals(200L << 20, runner.expectExit(0, false));
        long milliseconds = Math.max(1, millisecondsSince(start));
        System.out.println("200 MB of output: " + 200_000 / milliseconds + " MB/s");
    }

    @Test
    void endsTheChildOfAParentThatIsGone() throws Exception {
        runner.send(runner.request("cmd.exe", "/c", "ping -n 60 127.0.0.1")
                .stdinOpen()
                .build());
        int child = runner.expectReady();
        runner.abandon();
        assertEquals(1, runner.exitCode());
        assertGone(child);
    }

    @Test
    void endsTheChildAtAMalformedFrame() throws Exception {
        runner.send(runner.request("cmd.exe", "/c", "ping -n 60 127.0.0.1 > nul")
                .stdinOpen()
                .build());
        int child = runner.expectReady();
        runner.sendRaw(RunnerUnderTest.frame("{\"version\":6,\"type\":\"terminat\"}"));
        runner.expectExit(1, false);
        assertGone(child);
        assertEquals(1, runner.exitCode());
    }

    @Test
    void givesEnvironmentsWithOddNames() throws Exception {
        runner.send(runner.request("cmd.exe", "/c", "set odd")
                .env(RealRunner.environmentWith("odd (name) \u00e9!", "va=l ue"))
                .build());
        runner.expectReady();
        runner.expectExit(0, false);
        assertTrue(runner.text().startsWith("odd (name) "), runner.text());
        assertTrue(runner.text().endsWith("!=va=l ue"), runner.text());
    }

    @Test
    void saysThatAProgramIsMissing() throws Exception {
        runner.send(runner.request("no-such-program.exe", "x").build());
        assertFailure(OptionalInt.of(2));
    }

    @Test
    void saysThatThereIsNoProgramAtAll() throws Exception {
        runner.send(runner.request().build());
        assertFailure(OptionalInt.of(2));
    }

    @Test
    void saysThatAFolderIsMissing() throws Exception {
        runner.send(runner.request("cmd.exe", "/c", "exit").cwd("C:\\nowhere").build());
        assertFailure(OptionalInt.of(267));
    }

    @Test
    void saysThatTheDesktopIsMissing() throws Exception {
        runner.send(new RequestBuilder(home).build());
        assertFailure(OptionalInt.empty());
    }

    private void assertFailure(OptionalInt code) throws Exception {
        Message.Failure failure = assertInstanceOf(Message.Failure.class, runner.receive());
        assertEquals(Message.Stage.SPAWN_CHILD, failure.stage());
        assertEquals(code, failure.windowsErrorCode());
        assertEquals(1, runner.exitCode());
    }

    @Test
    void needsItsPipes() throws Exception {
        assertEquals("command runner: --pipe-in=NAME is missing", errorsOf());
        assertEquals("command runner: --pipe-out=NAME is missing", errorsOf("--pipe-in=x", "--other"));
        String name = "\\\\.\\pipe\\codex-runner-absent";
        assertEquals(
                "command runner: the pipe " + name + "-in cannot be opened: CreateFileW failed: 2",
                errorsOf("--pipe-in=" + name + "-in", "--pipe-out=" + name + "-out"));
    }

    private static @Nullable String errorsOf(String... arguments) throws Exception {
        List<String> command = RealRunner.command(arguments);
        Process process = new ProcessBuilder(command).start();
        try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
            String line = errors.readLine();
            assertNull(errors.readLine());
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(1, process.exitValue());
            return line;
        }
    }
}
