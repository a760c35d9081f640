package io.codex4j.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.PluginException;
import io.codex4j.api.tool.ToolActivity;
import io.codex4j.api.tool.ToolActivity.CommandFinished;
import io.codex4j.api.tool.ToolActivity.CommandOutput;
import io.codex4j.api.tool.ToolActivity.CommandStarted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecCommandToolTest {
    private static final Pattern SESSION = Pattern.compile("session ID (\\d+)");

    @TempDir
    Path folder;

    private LocalHost host;

    @BeforeEach
    void start() {
        host = new LocalHost(folder).start();
    }

    @AfterEach
    void nothingIsLeft() {
        host.close();
        assertFalse(host.anyProcessAlive());
    }

    private static int session(String text) {
        Matcher matcher = SESSION.matcher(text);
        assertTrue(matcher.find(), text);
        return Integer.parseInt(matcher.group(1));
    }

    private static String output(String text) {
        return text.substring(text.indexOf("\nOutput:\n") + 9);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "did not happen in time");
            Thread.sleep(5);
        }
    }

    @Test
    void showsTheOutputInTheLayoutThatModelsKnow() throws Exception {
        String text = host.call("exec_command", "cmd", "echo out; echo err >&2; exit 3");
        assertTrue(
                text.matches("Command: /bin/bash -lc 'echo out; echo err >&2; exit 3'\n"
                        + "Chunk ID: [0-9a-f]{6}\n"
                        + "Wall time: \\d+\\.\\d{4} seconds\n"
                        + "Process exited with code 3\n"
                        + "Original token count: 2\n"
                        + "Output:\n"
                        + "(out\nerr|err\nout)\n"),
                text);
    }

    @Test
    void reportsAQuickCommandBeforeTheCallReturns() throws Exception {
        host.call("exec_command", "cmd", "echo hi", "login", false);
        assertEquals(
                List.of(CommandStarted.class, CommandOutput.class, CommandFinished.class),
                host.activities.stream().map(Object::getClass).toList());
        CommandFinished finished = host.reported(CommandFinished.class).getFirst();
        assertEquals("hi\n", finished.output());
        assertEquals(0, finished.exitCode());
        assertEquals("call", finished.id());
        CommandStarted started = host.reported(CommandStarted.class).getFirst();
        assertEquals(List.of("/bin/bash", "-c", "echo hi"), started.argv());
        assertEquals(host.directory, started.directory());
    }

    @Test
    void reportsALongerCommandOnlyAfterItsChildrenHadTimeToWrite() throws Exception {
        // A busy machine may wake the child too late; on one that is never that slow, the first attempt is enough.
        for (int attempt = 0; attempt < 5 && !endsWithLateOutput(); attempt++) {
            host.activities.clear();
        }
        assertEquals(
                "now\nlate\n", host.reported(CommandFinished.class).getFirst().output());
        assertEquals(CommandFinished.class, host.activities.getLast().getClass());
    }

    private boolean endsWithLateOutput() throws Exception {
        String text = host.call("exec_command", "cmd", "(sleep 0.5; echo late) & sleep 0.4; echo now", "login", false);
        assertTrue(text.contains("exited with code 0"), text);
        assertTrue(output(text).startsWith("now\n"), text);
        boolean reportedEarly = !host.reported(CommandFinished.class).isEmpty();
        await(() -> !host.reported(CommandFinished.class).isEmpty());
        String all = host.reported(CommandFinished.class).getFirst().output();
        return !reportedEarly && output(text).equals("now\n") && all.endsWith("late\n");
    }

    @Test
    void doesNotWaitForAChildThatKeepsThePipeOpenAndLeavesNoOrphan() throws Exception {
        long start = System.nanoTime();
        String text = host.call("exec_command", "cmd", "sleep 60 & echo $!", "login", false);
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(3).toNanos());
        long child = Long.parseLong(output(text).strip());
        await(() -> ProcessHandle.of(child).map(handle -> !handle.isAlive()).orElse(true));
    }

    @Test
    void leavesALongCommandRunningAndReturnsItsOutputInParts() throws Exception {
        String first = host.call("exec_command", "cmd", "echo a; sleep 1.5; echo b", "yield_time_ms", 800);
        int id = session(first);
        assertTrue(id >= 10_000 && id <= 99_999);
        assertEquals("a\n", output(first));
        String second = host.call("write_stdin", "session_id", id);
        assertTrue(second.startsWith("Command: /bin/bash -lc 'echo a; sleep 1.5; echo b'\n"), second);
        assertTrue(second.contains("\nProcess exited with code 0\n"), second);
        assertEquals("b\n", output(second));
        assertEquals("write_stdin failed: Unknown process id " + id, host.call("write_stdin", "session_id", id));
        await(() -> !host.reported(CommandFinished.class).isEmpty());
        assertEquals("a\nb\n", host.reported(CommandFinished.class).getFirst().output());
    }

    @Test
    void closesTheInputOfACommandWithoutTerminal() throws Exception {
        String text = host.call("exec_command", "cmd", "cat; echo end");
        assertEquals("end\n", output(text));
        int id = session(host.call("exec_command", "cmd", "sleep 30", "yield_time_ms", 1));
        assertTrue(host.call("write_stdin", "session_id", id, "chars", "x")
                .startsWith("write_stdin failed: the input of this session is closed"));
    }

    @Test
    void fallsBackToPipesWhereThereIsNoTerminal() throws Exception {
        String first =
                host.call("exec_command", "cmd", "read x; echo got $x; sleep 30", "tty", true, "yield_time_ms", 250);
        assertTrue(output(first).startsWith("[no terminal is available here;"), first);
        int id = session(first);
        String second = host.call("write_stdin", "session_id", id, "chars", "hello\n", "yield_time_ms", 1000);
        assertEquals("got hello\n", output(second));
        String third = host.call("write_stdin", "session_id", id, "chars", "\u0003", "yield_time_ms", 5000);
        assertTrue(third.contains("exited with code 130"), third);
    }

    @Test
    void passesARefusalOn() throws Exception {
        host.refusal = "not here";
        assertEquals(
                "exec_command failed for `/bin/bash -lc 'echo hi'`: not here",
                host.call("exec_command", "cmd", "echo hi"));
        assertEquals(
                "exec_command failed for `/bin/bash -lc 'echo hi'`: not here",
                host.call("exec_command", "cmd", "echo hi", "tty", true));
        assertEquals(List.of(), host.activities);
    }

    @Test
    void refusesAWorkingDirectoryThatDoesNotExist() throws Exception {
        assertEquals(
                "exec_command failed for `/bin/bash -lc pwd`: the working directory " + host.directory.resolve("nope")
                        + " does not exist",
                host.call("exec_command", "cmd", "pwd", "workdir", "nope"));
        Files.createDirectory(folder.resolve("sub"));
        assertEquals(
                host.directory.resolve("sub") + "\n",
                output(host.call("exec_command", "cmd", "pwd", "workdir", "sub")));
    }

    @Test
    void replacesBytesThatAreNoTextAndPassesControlCharacters() throws Exception {
        String text = host.call(
                "exec_command", "cmd", "printf 'a\\377b\\0c\\033[1m\\n'; printf '\\303'; sleep 0.1; printf '\\251'");
        assertEquals("a\ufffdb\0c\u001b[1m\né", output(text));
    }

    @Test
    void boundsWhatItKeepsOfEndlessOutput() throws Exception {
        long before = usedMemory();
        String text = host.call("exec_command", "cmd", "head -c 300000000 /dev/zero | tr '\\0' 'x'; echo END");
        assertTrue(text.contains("Process exited with code 0"), text.substring(0, 300));
        assertTrue(text.contains("\nOriginal token count: 75000001\n"), text.substring(0, 300));
        assertTrue(text.contains(" bytes omitted ..."));
        assertTrue(text.endsWith("xxxEND\n"));
        assertTrue(text.length() < 1_100_000);
        int reported = host.reported(CommandOutput.class).stream()
                .mapToInt(piece -> piece.text().length())
                .sum();
        assertTrue(reported < 1_200_000, "reported " + reported);
        host.activities.clear();
        assertTrue(usedMemory() - before < 100_000_000);
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void returnsFromACommandThatNeverStopsWriting() throws Exception {
        String text = host.call("exec_command", "cmd", "yes", "login", false, "yield_time_ms", 1000);
        session(text);
        assertTrue(text.contains(" bytes omitted ..."));
    }

    @Test
    void shortensThroughTheHost() throws Exception {
        String text = host.call("exec_command", "cmd", "seq 1 1000", "max_output_tokens", 10);
        assertTrue(output(text).startsWith("Total output lines: 1000\n\n1\n2\n"), text);
        assertTrue(text.contains("Original token count: 974\n"), text);
    }

    @Test
    void killsTheCommandAndItsChildrenWhenTheCallIsCancelled() throws Exception {
        long start = System.nanoTime();
        Thread.ofVirtual().start(() -> {
            try {
                await(() -> !host.reported(CommandOutput.class).isEmpty());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            host.cancellation.cancel();
        });
        assertThrows(
                CancellationException.class,
                () -> host.call("exec_command", "cmd", "sleep 100 & echo $!; wait", "login", false));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(3).toNanos());
        CommandFinished finished = host.reported(CommandFinished.class).getFirst();
        assertEquals(137, finished.exitCode());
        long child = Long.parseLong(finished.output().strip());
        await(() -> ProcessHandle.of(child).map(handle -> !handle.isAlive()).orElse(true));
    }

    @Test
    void cancellingAWaitLeavesTheSessionAlone() throws Exception {
        int id = session(host.call("exec_command", "cmd", "sleep 30", "yield_time_ms", 250));
        Thread.ofVirtual().start(host.cancellation::cancel);
        assertThrows(CancellationException.class, () -> host.call("write_stdin", "session_id", id));
        assertTrue(host.anyProcessAlive());
    }

    @Test
    void closingTheToolsKillsEverySessionAndReportsNothingMore() throws Exception {
        for (int i = 0; i < 5; i++) {
            host.call("exec_command", "cmd", "trap '' TERM INT HUP; sleep 100; sleep 100", "yield_time_ms", 250);
        }
        host.close();
        assertFalse(host.anyProcessAlive());
        assertEquals(List.of(), host.reported(CommandFinished.class));
        assertThrows(CancellationException.class, () -> host.call("exec_command", "cmd", "sleep 100"));
    }

    @Test
    void keepsAtMostSixtyFourSessions() throws Exception {
        int first = session(host.call("exec_command", "cmd", "exec sleep 100", "login", false, "yield_time_ms", 250));
        int exited = session(host.call("exec_command", "cmd", "exec sleep 1", "login", false, "yield_time_ms", 250));
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < CommandSessions.MAX_KEPT - 2; i++) {
            calls.add(() -> host.call("exec_command", "cmd", "exec sleep 100", "login", false, "yield_time_ms", 250));
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> call : executor.invokeAll(calls)) {
                session(call.get());
            }
        }
        await(() -> host.processes.get(1).exitCode().isPresent());
        Thread.sleep(300);
        host.call("exec_command", "cmd", "exec sleep 100", "login", false, "yield_time_ms", 250);
        assertEquals(
                "write_stdin failed: Unknown process id " + exited, host.call("write_stdin", "session_id", exited));
        assertTrue(host.processes.getFirst().exitCode().isEmpty());
        host.call("exec_command", "cmd", "exec sleep 100", "login", false, "yield_time_ms", 250);
        assertEquals("write_stdin failed: Unknown process id " + first, host.call("write_stdin", "session_id", first));
        await(() -> host.processes.getFirst().exitCode().isPresent());
    }

    @Test
    void runsSideBySide() throws Exception {
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String word = "word" + i;
            calls.add(() -> host.call("exec_command", "cmd", "sleep 0.3; echo " + word, "login", false));
        }
        long start = System.nanoTime();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> texts = executor.invokeAll(calls);
            for (int i = 0; i < texts.size(); i++) {
                assertEquals("word" + i + "\n", output(texts.get(i).get()));
            }
        }
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
    }

    @Test
    void choosesTheShell() throws Exception {
        assertTrue(
                host.call("exec_command", "cmd", "echo $0", "shell", "/bin/sh").startsWith("Command: /bin/sh -lc"));
        assertTrue(host.call("exec_command", "cmd", "echo $0", "shell", "bash").contains("bin/bash -lc"));
        assertTrue(
                host.call("exec_command", "cmd", "echo $0", "shell", "/no/such").startsWith("Command: /bin/bash"));
    }

    @Test
    void usesNoLoginShellWhereItIsNotAllowed() throws Exception {
        host.loginAllowed = false;
        host.start();
        assertTrue(host.call("exec_command", "cmd", "echo hi").startsWith("Command: /bin/bash -c 'echo hi'"));
        assertThrows(PluginException.class, () -> host.call("exec_command", "cmd", "echo hi", "login", true));
    }

    @Test
    void refusesArgumentsThatMakeNoSense() {
        assertEquals(
                "missing field `cmd`",
                assertThrows(PluginException.class, () -> host.call("exec_command"))
                        .getMessage());
        assertThrows(PluginException.class, () -> host.call("exec_command", "cmd", 5));
        assertThrows(PluginException.class, () -> host.call("exec_command", "cmd", "a\0b"));
        assertThrows(PluginException.class, () -> host.call("exec_command", "cmd", "x", "yield_time_ms", "soon"));
        assertTrue(assertThrows(
                        PluginException.class,
                        () -> host.call("exec_command", "cmd", "x", "sandbox_permissions", "all"))
                .getMessage()
                .startsWith("unknown variant `all`"));
        assertEquals(List.of(), host.activities);
    }

    @Test
    void appliesAPatchInsteadOfRunningIt() throws Exception {
        Files.createDirectory(folder.resolve("sub"));
        String text = host.call(
                "exec_command",
                "cmd",
                "cd sub && apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: s.txt\n+x\n*** End Patch\nEOF\n");
        assertTrue(
                text.matches("Wall time: 0\\.\\d{4} seconds\nOutput:\n"
                        + "\\{\"output\":\"Success\\. Updated the following files:\\\\nA s\\.txt\\\\n\","
                        + "\"metadata\":\\{\"exit_code\":0,\"duration_seconds\":0\\.\\d}}"),
                text);
        assertEquals("x\n", Files.readString(folder.resolve("sub/s.txt")));
        assertEquals(
                List.of(ToolActivity.FilesChanging.class, ToolActivity.FilesChanged.class),
                host.activities.stream().map(Object::getClass).toList());
        assertEquals(
                "apply_patch verification failed: invalid patch: The first line of the patch must be '*** Begin Patch'",
                host.call("exec_command", "cmd", "apply_patch <<'EOF'\nhello\nEOF\n"));
    }
}
