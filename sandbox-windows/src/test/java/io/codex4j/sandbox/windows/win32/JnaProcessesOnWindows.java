package io.codex4j.sandbox.windows.win32;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.TerminalSize;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JnaProcessesOnWindows {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String EVERYBODY = "D:(A;;GA;;;WD)";

    private final Processes processes = Windows.processes();
    private final Pipes pipes = Windows.pipes();
    private Handle job = Handle.NONE;
    private Pipes.Ends input = new Pipes.Ends(Handle.NONE, Handle.NONE);
    private Pipes.Ends output = input;

    @BeforeEach
    void open() throws Win32Exception {
        job = processes.createJob();
        input = pipes.create();
        output = pipes.create();
    }

    @AfterEach
    void close() {
        processes.close(job);
        for (Handle end : List.of(input.read(), input.write(), output.read(), output.write())) {
            pipes.close(end);
        }
    }

    private Processes.Child child(String script, Optional<String> desktop) {
        return new Processes.Child(
                CommandLine.of(List.of("cmd.exe", "/c", script)),
                "C:\\",
                System.getenv(),
                desktop,
                new Processes.Streams.Pipes(input.read(), output.write(), output.write()),
                job);
    }

    private Processes.Started start(String script) throws Win32Exception {
        return processes.start(child(script, Optional.empty()));
    }

    private int codeOf(Processes.Started started) throws Win32Exception {
        assertTrue(processes.awaitEnd(started.handle(), SOON));
        int code = processes.exitCode(started.handle());
        processes.close(started.handle());
        return code;
    }

    private String text() throws Win32Exception {
        byte[] bytes = new byte[4096];
        int count = pipes.read(output.read(), bytes, 0, bytes.length);
        return new String(bytes, 0, Math.max(0, count), StandardCharsets.UTF_8);
    }

    @Test
    void reportsExitCodesOfAllKinds() throws Exception {
        assertEquals(0, codeOf(start("exit 0")));
        assertEquals(3, codeOf(start("exit 3")));
        assertEquals(-5, codeOf(start("exit -5")));
        assertEquals(0xC0000005, codeOf(start("exit -1073741819")));
    }

    @Test
    void waitsOnlyAsLongAsItIsTold() throws Exception {
        Processes.Started started = start("ping -n 30 127.0.0.1 > nul");
        assertFalse(processes.awaitEnd(started.handle(), Duration.ofMillis(50)));
        processes.terminate(started.handle(), 77);
        assertEquals(77, codeOf(started));
    }

    @Test
    void startsWithATokenOnADesktopOfItsOwn() throws Exception {
        String name = "CodexSandboxDesktop-" + Long.toHexString(System.nanoTime());
        Handle desktop = processes.createDesktop(name, EVERYBODY);
        Handle opened = processes.openDesktop(name);
        Handle token = Windows.tokens().open(0x1ab);
        Processes.Started started = processes.startAsUser(token, child("echo here", Optional.of("Winsta0\\" + name)));
        assertEquals(0, codeOf(started));
        assertTrue(text().startsWith("here"));
        Windows.tokens().close(token);
        processes.closeDesktop(opened);
        processes.closeDesktop(desktop);
    }

    @Test
    void knowsNoDesktopThatNobodyMade() {
        Win32Exception failure =
                assertThrows(Win32Exception.class, () -> processes.openDesktop("CodexSandboxDesktop-0"));
        assertEquals("OpenDesktopW", failure.function());
        assertEquals(2, failure.code());
    }

    @Test
    void endsAllOfAJob() throws Exception {
        // The grandchild holds the output; when the pipe ends, it is gone.
        Processes.Started started =
                start("start /b cmd /c \"ping -n 60 127.0.0.1 > nul\" & ping -n 60 127.0.0.1 > nul");
        pipes.close(output.write());
        output = new Pipes.Ends(output.read(), Handle.NONE);
        Thread.sleep(500);
        processes.terminateJob(job, 192);
        assertEquals(192, codeOf(started));
        assertEquals("", text());
    }

    @Test
    void endsAllOfAJobThatIsClosed() throws Exception {
        Processes.Started started = start("ping -n 60 127.0.0.1 > nul");
        processes.close(job);
        job = Handle.NONE;
        assertTrue(processes.awaitEnd(started.handle(), SOON));
        processes.close(started.handle());
    }

    @Test
    void letsWhatIsInAJobLiveOnIfItIsTold() throws Exception {
        Processes.Started started = start("ping -n 60 127.0.0.1 > nul");
        processes.preserveProcesses(job);
        processes.close(job);
        job = Handle.NONE;
        assertFalse(processes.awaitEnd(started.handle(), Duration.ofMillis(700)));
        processes.terminate(started.handle(), 1);
        assertEquals(1, codeOf(started));
    }

    @Test
    void givesTheWholeEnvironmentAndNothingElse() throws Exception {
        Map<String, String> environment = new TreeMap<>();
        environment.put("SystemRoot", "C:\\windows");
        environment.put("a name with spaces", "1");
        environment.put("lower", "x=y");
        Processes.Child plain = child("set", Optional.empty());
        Processes.Started started = processes.start(new Processes.Child(
                plain.commandLine(), plain.directory(), environment, plain.desktop(), plain.streams(), plain.job()));
        assertEquals(0, codeOf(started));
        pipes.close(output.write());
        output = new Pipes.Ends(output.read(), Handle.NONE);
        StringBuilder all = new StringBuilder();
        for (String some = text(); !some.isEmpty(); some = text()) {
            all.append(some);
        }
        assertTrue(all.toString().contains("a name with spaces=1\r\n"), all.toString());
        assertTrue(all.toString().contains("lower=x=y\r\n"), all.toString());
        assertFalse(all.toString().contains("USERPROFILE"), all.toString());
    }

    @Test
    void namesWhatIsNotThere() {
        Processes.Child good = child("exit", Optional.empty());
        Win32Exception noProgram = assertThrows(
                Win32Exception.class,
                () -> processes.start(new Processes.Child(
                        "no-such-program x",
                        good.directory(),
                        good.environment(),
                        good.desktop(),
                        good.streams(),
                        good.job())));
        assertEquals("CreateProcessW", noProgram.function());
        assertEquals(2, noProgram.code());
        Win32Exception noFolder = assertThrows(
                Win32Exception.class,
                () -> processes.start(new Processes.Child(
                        good.commandLine(),
                        "C:\\nowhere",
                        good.environment(),
                        good.desktop(),
                        good.streams(),
                        good.job())));
        assertEquals(267, noFolder.code());
    }

    @Test
    void startsPlainProcesses() throws Exception {
        Processes.Started started = processes.start("C:\\windows\\system32\\cmd.exe", "cmd /c exit 9", "C:\\windows");
        assertTrue(started.id() != 0);
        assertEquals(9, codeOf(started));
    }

    @Test
    void reportsThatALogonFailed() {
        // Wine never logs anybody on.
        Win32Exception failure = assertThrows(
                Win32Exception.class,
                () -> processes.startWithLogon(new Processes.Logon(
                        "nobody",
                        "secret".toCharArray(),
                        "C:\\windows\\system32\\cmd.exe",
                        "cmd /c exit",
                        "C:\\windows")));
        assertEquals("CreateProcessWithLogonW", failure.function());
    }

    @Test
    void makesAPseudoConsole() throws Exception {
        // Under Wine it carries no bytes and cannot be resized, but a child starts in it.
        Handle console = processes.createConsole(TerminalSize.DEFAULT, input.read(), output.write());
        Processes.Child plain = child("exit 4", Optional.empty());
        Processes.Started started = processes.start(new Processes.Child(
                plain.commandLine(),
                plain.directory(),
                plain.environment(),
                plain.desktop(),
                new Processes.Streams.Console(console),
                plain.job()));
        assertEquals(4, codeOf(started));
        Win32Exception failure =
                assertThrows(Win32Exception.class, () -> processes.resizeConsole(console, new TerminalSize(100, 30)));
        assertEquals("ResizePseudoConsole", failure.function());
        processes.closeConsole(console);
    }
}
