package io.codex4j.sandbox.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.ResourceLimits;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.WritableRoot;
import io.codex4j.sandbox.windows.setup.CallerRights;
import io.codex4j.sandbox.windows.win32.Windows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectBackendsOnWindows {
    @TempDir(cleanup = CleanupMode.NEVER) // Windows keeps a folder for a moment in which a program has just ended.
    Path folder;

    private final SandboxBackend unconfined = new UnconfinedBackend();

    private SandboxBackend restricted(boolean privateDesktop) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        WindowsSettings settings =
                new WindowsSettings(home, System.getenv(), Optional.empty(), privateDesktop, List.of());
        return new RestrictedTokenBackend(
                settings,
                new CallerRights(settings, Windows.accessLists()),
                () -> new RestrictedTokenBackend.Calls(Windows.tokens(), Windows.processes(), Windows.pipes()));
    }

    private SandboxPolicy workspace() {
        return SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(folder.resolve("work"))));
    }

    private SandboxCommand command(String... argv) {
        return command(List.of(argv), System.getenv(), StandardStreams.PIPES);
    }

    private SandboxCommand command(List<String> argv, Map<String, String> environment, StandardStreams streams) {
        return new SandboxCommand(argv, folder, environment, streams);
    }

    private SandboxedProcess start(String script) throws SandboxException {
        return unconfined.start(command("cmd.exe", "/c", script), SandboxPolicy.unrestricted());
    }

    private static String read(InputStream stream) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        stream.transferTo(all);
        return all.toString(StandardCharsets.UTF_8);
    }

    @Test
    void reportsExitCodesOfAllKinds() throws Exception {
        for (int code : new int[] {0, 3, -5, 0xC0000005}) {
            try (SandboxedProcess process = start("exit " + code)) {
                assertEquals(code, process.waitFor());
                assertEquals(OptionalInt.of(code), process.exitCode());
                assertTrue(process.waitFor(Duration.ZERO));
            }
        }
    }

    @Test
    void keepsOutputErrorsAndInputApart() throws Exception {
        try (SandboxedProcess process = unconfined.start(
                command(ChildPrograms.command("echo"), System.getenv(), StandardStreams.PIPES),
                SandboxPolicy.unrestricted())) {
            process.stdin().write("some words\n".getBytes(StandardCharsets.UTF_8));
            process.stdin().close();
            assertEquals("some words\n", read(process.stdout()));
            assertEquals("", read(process.stderr()));
            assertEquals(0, process.waitFor());
        }
        try (SandboxedProcess process = start("echo out& echo err 1>&2")) {
            assertEquals("out", read(process.stdout()).strip());
            assertEquals("err", read(process.stderr()).strip());
        }
    }

    @Test
    void givesArgumentsAsTheyAre() throws Exception {
        List<String> odd = List.of("two words", "", "a\"b", "c\\", "d e\\", "f\\\"g h", "%PATH%", "^&|<>", "tab\tx");
        List<String> arguments = new ArrayList<>(List.of("arguments"));
        arguments.addAll(odd);
        try (SandboxedProcess process = unconfined.start(
                command(
                        ChildPrograms.command(arguments.toArray(new String[0])),
                        System.getenv(),
                        StandardStreams.PIPES),
                SandboxPolicy.unrestricted())) {
            assertEquals("[arguments][" + String.join("][", odd) + "]", read(process.stdout()));
        }
    }

    @Test
    void killsTheWholeTree() throws Exception {
        SandboxedProcess process = start("start /b cmd /c \"ping -n 60 127.0.0.1 > nul\"& ping -n 60 127.0.0.1 > nul");
        Thread.sleep(500);
        assertEquals(OptionalInt.empty(), process.exitCode());
        assertFalse(process.waitFor(Duration.ofMillis(10)));
        process.kill();
        assertEquals(1, process.waitFor());
        // All who could write are gone.
        assertEquals("", read(process.stdout()));
        process.close();
    }

    @Test
    void closingKillsWhatTheProgramLeftBehind() throws Exception {
        SandboxedProcess process = start("start /b ping -n 60 127.0.0.1 > nul& exit 4");
        assertEquals(4, process.waitFor());
        long start = System.nanoTime();
        process.close();
        process.close();
        assertTrue(System.nanoTime() - start < 10_000_000_000L);
        assertFalse(ProcessHandle.of(process.pid()).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void closesWhileAProgramDoesNotReadItsInput() throws Exception {
        SandboxedProcess process = start("ping -n 60 127.0.0.1 > nul");
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            try {
                process.stdin().write(new byte[10 << 20]);
            } catch (IOException e) {
                // It was closed.
                return;
            }
        });
        Thread.sleep(300);
        process.close();
        assertTrue(writer.join(Duration.ofSeconds(10)));
    }

    @Test
    void endsAProgramWhoseTimeIsOver() throws Exception {
        ResourceLimits second = new ResourceLimits(
                Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.of(Duration.ofMillis(600)));
        try (SandboxedProcess process = restricted(true)
                .start(
                        command("cmd.exe", "/c", "ping -n 60 127.0.0.1 > nul"),
                        SandboxPolicy.readOnly().withLimits(second))) {
            assertEquals(192, process.waitFor());
        }
    }

    @Test
    void interruptsAProgramWithoutATerminalByEndingIt() throws Exception {
        try (SandboxedProcess process = start("ping -n 60 127.0.0.1 > nul")) {
            process.interrupt();
            assertEquals(1, process.waitFor());
        }
    }

    @Test
    void movesTheCallersStreams() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try (SandboxedProcess process = unconfined.start(
                command(List.of("cmd.exe", "/c", "echo inherited& exit 6"), System.getenv(), StandardStreams.INHERITED),
                SandboxPolicy.unrestricted())) {
            assertEquals(6, process.waitFor());
            assertEquals("inherited", out.toString(StandardCharsets.UTF_8).strip());
            assertEquals(-1, process.stdout().read());
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void startsAProgramInATerminal() throws Exception {
        // Wine's pseudo console carries nothing, but a program runs in it.
        try (SandboxedProcess process = unconfined.start(
                command(
                        List.of("cmd.exe", "/c", "exit 8"),
                        System.getenv(),
                        new StandardStreams.Terminal(new TerminalSize(100, 30))),
                SandboxPolicy.unrestricted())) {
            process.resize(new TerminalSize(90, 20));
            assertEquals(8, process.waitFor());
            assertEquals(-1, process.stderr().read());
        }
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        assertFails(SandboxException.Reason.PROGRAM_NOT_FOUND, "no-such-program", command("no-such-program", "x"));
        assertFails(
                SandboxException.Reason.NO_SUCH_DIRECTORY,
                "nowhere",
                new SandboxCommand(
                        List.of("cmd.exe", "/c", "exit"),
                        Path.of("C:\\nowhere"),
                        System.getenv(),
                        StandardStreams.PIPES));
        assertFails(SandboxException.Reason.SETUP_FAILED, "32766", command("cmd.exe", "/c", "x".repeat(40_000)));
        Map<String, String> odd = new TreeMap<>(System.getenv());
        odd.put("A=B", "c");
        assertFails(
                SandboxException.Reason.SETUP_FAILED,
                "A=B",
                command(List.of("cmd.exe", "/c", "exit"), odd, StandardStreams.PIPES));
        Path text = Files.writeString(folder.resolve("text.exe"), "no program");
        assertFails(SandboxException.Reason.PROGRAM_NOT_FOUND, "text.exe", command(text.toString()));
    }

    private void assertFails(SandboxException.Reason reason, String words, SandboxCommand command) {
        SandboxException failure =
                assertThrows(SandboxException.class, () -> unconfined.start(command, SandboxPolicy.unrestricted()));
        assertEquals(reason, failure.reason(), failure.getMessage());
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }

    @Test
    void runsWithARestrictedTokenOnBothKindsOfDesktop() throws Exception {
        Path work = Files.createDirectories(folder.resolve("work"));
        Files.createDirectories(work.resolve(".git"));
        for (boolean privateDesktop : new boolean[] {true, false}) {
            SandboxBackend backend = restricted(privateDesktop);
            try (SandboxedProcess process = backend.start(
                    command("cmd.exe", "/c", "echo %SBX_NONET_ACTIVE%> work\\file& type work\\file"), workspace())) {
                assertEquals("1", read(process.stdout()).strip(), read(process.stderr()));
                assertEquals(0, process.waitFor());
            }
        }
    }
}
