package io.codex4j.sandbox.windows.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.ipc.Message.Stage;
import io.codex4j.sandbox.windows.ipc.PermissionProfile;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.FileSystem;
import io.codex4j.sandbox.windows.win32.RecordedProcesses;
import io.codex4j.sandbox.windows.win32.RecordedTokens;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RunnerSessionTest {
    @TempDir
    Path home;

    private RunnerUnderTest runner;

    @BeforeEach
    void start() {
        runner = new RunnerUnderTest(home, InputBacklog.Limits.DEFAULT);
    }

    @AfterEach
    void leavesNothingOpen() throws Exception {
        runner.close();
        assertEquals(0, runner.tokens.open, "tokens");
        assertEquals(0, runner.processes.open(), "handles");
        assertEquals(0, runner.processes.pipes.open(), "pipes");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int echo(RecordedProcesses.Streams streams) throws Exception {
        streams.in.transferTo(streams.out);
        return 0;
    }

    private static int sleep(RecordedProcesses.Streams streams) throws Exception {
        Thread.sleep(60_000);
        return 0;
    }

    @Test
    void startsTheChildInTheOrderOfTheReference() throws Exception {
        runner.send(runner.request().proxySid("S-1-5-21-9-9-9-9").build());
        runner.expectReady();
        runner.expectExit(0, false);
        assertEquals(0, runner.exitCode());
        assertEquals(
                List.of(
                        "OpenProcessToken(access=0x1ab)",
                        "CreateRestrictedToken(flags=0xd, restricting=[S-1-5-21-1-2-3-4, S-1-5-21-1-2-3-5, "
                                + "S-1-5-21-9-9-9-9, " + RecordedTokens.USER + ", " + RecordedTokens.LOGON
                                + ", S-1-1-0])",
                        "SetTokenInformation(restricted, GRANT " + RecordedTokens.LOGON
                                + " 0x10000000, GRANT S-1-3-4 0x20000)",
                        "AdjustTokenPrivileges(restricted, SeChangeNotifyPrivilege)",
                        "OpenDesktopW(CodexSandboxDesktop-1f)",
                        "CreateJobObjectW(kill on close)",
                        "CreateProcessAsUserW(commandLine=\"cmd\" /s /c \"echo hi & exit 3\", "
                                + "environment={PATH=C:\\windows}, directory=C:\\work, "
                                + "desktop=Winsta0\\CodexSandboxDesktop-1f, pipes)",
                        "SetInformationJobObject(preserve)",
                        "CloseDesktop()"),
                runner.calls);
    }

    @Test
    void carriesOutputAndErrorsApartAndTheExitCode() throws Exception {
        runner.processes.program = streams -> {
            streams.out.write(bytes("out"));
            streams.errors.write(bytes("err"));
            return 0xC0000005;
        };
        runner.send(runner.request().build());
        runner.expectReady();
        runner.expectExit(0xC0000005, false);
        assertEquals("out", runner.stdout());
        assertEquals("err", runner.stderr());
        assertEquals(0xC0000005, runner.exitCode());
    }

    @Test
    void sendsOneFrameForEachRead() throws Exception {
        runner.processes.program = streams -> {
            streams.out.write(new byte[1 << 20]);
            return 0;
        };
        runner.send(runner.request().build());
        runner.expectReady();
        Message.ToParent message = runner.receive();
        int total = 0;
        while (message instanceof Message.Output output) {
            assertTrue(output.data().length <= 32 << 10, "length " + output.data().length);
            total += output.data().length;
            message = runner.receive();
        }
        assertEquals(1 << 20, total);
        assertInstanceOf(Message.Exit.class, message);
    }

    @Test
    void carriesInputUntilItIsClosed() throws Exception {
        runner.processes.program = RunnerSessionTest::echo;
        runner.send(runner.request().stdinOpen().build());
        runner.expectReady();
        runner.send(new Message.Stdin(bytes("one ")));
        runner.send(new Message.Stdin(new byte[0]));
        runner.send(new Message.Stdin(bytes("two")));
        runner.send(new Message.CloseStdin());
        runner.send(new Message.Stdin(bytes("late")));
        runner.send(new Message.CloseStdin());
        runner.expectExit(0, false);
        assertEquals("one two", runner.stdout());
    }

    @Test
    void givesNoInputToAChildThatWasPromisedNone() throws Exception {
        runner.processes.program = RunnerSessionTest::echo;
        runner.send(runner.request().build());
        runner.expectReady();
        runner.expectExit(0, false);
        assertEquals("", runner.stdout());
    }

    @Test
    void terminatesBehindInputThatIsNotRead() throws Exception {
        runner.processes.program = RunnerSessionTest::sleep;
        runner.send(runner.request().stdinOpen().build());
        runner.expectReady();
        for (int i = 0; i < 40; i++) {
            runner.send(new Message.Stdin(new byte[1 << 20]));
        }
        runner.send(new Message.Terminate());
        runner.expectExit(1, false);
        assertTrue(runner.calls.contains("TerminateJobObject(1)"));
        assertFalse(runner.calls.contains("SetInformationJobObject(preserve)"));
        assertEquals(1, runner.exitCode());
    }

    @Test
    void keepsAllInputForAChildThatReadsLate() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        runner.processes.program = streams -> {
            sent.await();
            long sum = 0;
            byte[] block = new byte[100_000];
            for (int count = streams.in.read(block); count >= 0; count = streams.in.read(block)) {
                for (int i = 0; i < count; i++) {
                    sum = sum * 31 + block[i];
                }
            }
            streams.out.write(bytes(Long.toString(sum)));
            return 0;
        };
        runner.send(runner.request().stdinOpen().build());
        runner.expectReady();
        long sum = 0;
        for (int i = 0; i < 20; i++) {
            byte[] data = new byte[700_001];
            for (int j = 0; j < data.length; j++) {
                data[j] = (byte) (j * 7 + i);
                sum = sum * 31 + data[j];
            }
            runner.send(new Message.Stdin(data));
        }
        runner.send(new Message.CloseStdin());
        sent.countDown();
        runner.expectExit(0, false);
        assertEquals(Long.toString(sum), runner.stdout());
    }

    @Test
    void endsAChildWhoseInputIsLostAndSaysSo() throws Exception {
        runner.close();
        runner = new RunnerUnderTest(home, new InputBacklog.Limits(1 << 20, 2 << 20));
        runner.processes.program = RunnerSessionTest::sleep;
        runner.send(runner.request().stdinOpen().build());
        runner.expectReady();
        for (int i = 0; i < 8; i++) {
            runner.send(new Message.Stdin(new byte[1 << 20]));
        }
        runner.expectExit(1, false);
        assertEquals(
                "The command was ended: its input was lost (more than 2 MiB of input were not read).\n",
                runner.stderr());
        assertTrue(runner.log().contains("more than 2 MiB"), runner.log());
    }

    @Test
    void survivesAChildThatClosesItsInput() throws Exception {
        runner.processes.program = streams -> {
            streams.in.close();
            Thread.sleep(100);
            return 5;
        };
        runner.send(runner.request().stdinOpen().build());
        runner.expectReady();
        for (int i = 0; i < 10; i++) {
            runner.send(new Message.Stdin(new byte[1 << 20]));
        }
        runner.expectExit(5, false);
        assertEquals("", runner.stderr());
    }

    @Test
    void endsAChildWhoseTimeIsOver() throws Exception {
        runner.processes.program = RunnerSessionTest::sleep;
        runner.send(runner.request().timeout(50).build());
        runner.expectReady();
        runner.expectExit(192, true);
        assertEquals(192, runner.exitCode());
        assertTrue(runner.calls.contains("TerminateJobObject(192)"));
    }

    @Test
    void endsAChildThatHasNoTimeAtAll() throws Exception {
        runner.processes.program = RunnerSessionTest::sleep;
        runner.send(runner.request().timeout(0).build());
        runner.expectReady();
        runner.expectExit(192, true);
    }

    @Test
    void waitsForWhatTheChildLeftBehindAndPreservesIt() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        runner.processes.program = streams -> {
            streams.leaveBehind(grandchild -> {
                release.await();
                grandchild.out.write(bytes("late"));
                return 0;
            });
            return 4;
        };
        runner.send(runner.request().timeout(20_000).build());
        runner.expectReady();
        assertNull(runner.receiveWithin(300));
        release.countDown();
        runner.expectExit(4, false);
        assertEquals("late", runner.stdout());
        assertTrue(runner.calls.contains("SetInformationJobObject(preserve)"));
    }

    @Test
    void preservesWhatDoesNotHoldTheOutput() throws Exception {
        runner.processes.program = streams -> {
            streams.leaveBehind(grandchild -> {
                grandchild.in.close();
                grandchild.out.close();
                grandchild.errors.close();
                Thread.sleep(60_000);
                return 0;
            });
            return 0;
        };
        runner.send(runner.request().build());
        runner.expectReady();
        runner.expectExit(0, false);
        assertEquals(0, runner.exitCode());
        assertEquals(1, runner.processes.running());
    }

    @Test
    void terminatesWhatTheChildLeftBehindToo() throws Exception {
        runner.processes.program = streams -> {
            streams.leaveBehind(RunnerSessionTest::sleep);
            return 4;
        };
        runner.send(runner.request().build());
        runner.expectReady();
        assertNull(runner.receiveWithin(200));
        runner.send(new Message.Terminate());
        runner.expectExit(4, false);
        assertEquals(0, runner.processes.running());
    }

    @Test
    void endsTheChildWhenTheParentGoes() throws Exception {
        runner.processes.program = RunnerSessionTest::sleep;
        runner.send(runner.request().stdinOpen().build());
        runner.expectReady();
        runner.closeInput();
        runner.expectExit(1, false);
        assertEquals(1, runner.exitCode());
        assertEquals(0, runner.processes.running());
    }

    @Test
    void endsTheChildWhenTheParentGoesAltogether() throws Exception {
        runner.processes.program = RunnerSessionTest::sleep;
        runner.send(runner.request().stdinOpen().build());
        runner.expectReady();
        runner.closeOutput();
        runner.closeInput();
        assertEquals(1, runner.exitCode());
        assertEquals(0, runner.processes.running());
    }

    @Test
    void endsTheChildWhenNobodyReadsItsOutput() throws Exception {
        runner.processes.program = streams -> {
            while (true) {
                streams.out.write(new byte[10_000]);
            }
        };
        runner.send(runner.request().build());
        runner.expectReady();
        runner.closeOutput();
        assertEquals(1, runner.exitCode());
        assertEquals(0, runner.processes.running());
    }

    @Test
    void hearsAParentThatDoesNotRead() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        runner.processes.program = streams -> {
            try {
                while (true) {
                    streams.out.write(new byte[10_000]);
                }
            } finally {
                ended.countDown();
            }
        };
        runner.send(runner.request().build());
        Thread.sleep(200);
        runner.send(new Message.Terminate());
        ended.await();
        runner.closeInput();
        runner.closeOutput();
        runner.exitCode();
    }

    @Test
    void endsTheChildAtAMalformedFrame() throws Exception {
        for (byte[] hostile : List.of(
                RunnerUnderTest.frame("{\"version\":6,\"type\":\"no_such\",\"payload\":{}}"),
                RunnerUnderTest.frame("{"),
                RunnerUnderTest.frame(""),
                new byte[] {1, 0, (byte) 0x80, 0, 0})) {
            RunnerUnderTest other = new RunnerUnderTest(home, InputBacklog.Limits.DEFAULT);
            other.processes.program = RunnerSessionTest::sleep;
            other.send(other.request().stdinOpen().build());
            other.expectReady();
            other.sendRaw(hostile);
            other.expectExit(1, false);
            assertEquals(1, other.exitCode());
            assertEquals(0, other.processes.running());
            other.close();
        }
    }

    @Test
    void ignoresWhatMeansNothingToIt() throws Exception {
        runner.processes.program = RunnerSessionTest::echo;
        runner.send(runner.request().stdinOpen().build());
        runner.expectReady();
        runner.send(runner.request().build());
        runner.sendRaw(
                RunnerUnderTest.frame("{\"version\":6,\"type\":\"spawn_ready\",\"payload\":{\"process_id\":1}}"));
        runner.sendRaw(RunnerUnderTest.frame(
                "{\"version\":6,\"type\":\"exit\",\"payload\":{\"exit_code\":1,\"timed_out\":false}}"));
        runner.sendRaw(RunnerUnderTest.frame("{\"version\":6,\"type\":\"stdin\",\"payload\":{\"data_b64\":\"%%\"}}"));
        runner.sendRaw(
                RunnerUnderTest.frame("{\"version\":99,\"type\":\"resize\",\"payload\":{\"rows\":1,\"cols\":2}}"));
        runner.send(new Message.Stdin(bytes("still here")));
        runner.send(new Message.CloseStdin());
        runner.expectExit(0, false);
        assertEquals("still here", runner.stdout());
        assertFalse(runner.calls.contains("ResizePseudoConsole(2x1)"));
    }

    @Test
    void givesATerminalToAChildThatWantsOne() throws Exception {
        runner.processes.program = streams -> {
            streams.errors.write(bytes("both "));
            byte[] word = streams.in.readNBytes(4);
            streams.out.write(word);
            return 2;
        };
        runner.send(runner.request().tty().stdinOpen().build());
        runner.expectReady();
        runner.send(new Message.Resize(new TerminalSize(120, 40)));
        runner.send(new Message.Stdin(bytes("word")));
        runner.send(new Message.CloseStdin());
        runner.expectExit(2, false);
        assertEquals("both word", runner.stdout());
        assertEquals("", runner.stderr());
        runner.exitCode();
        assertTrue(runner.calls.contains("CreatePseudoConsole(80x24)"), runner.calls.toString());
        assertTrue(runner.calls.contains("ResizePseudoConsole(120x40)"), runner.calls.toString());
        assertTrue(runner.calls.contains("ClosePseudoConsole()"), runner.calls.toString());
    }

    @Test
    void leavesTheInputOfATerminalOpen() throws Exception {
        runner.processes.program = streams -> {
            Thread.sleep(100);
            return streams.in.available() == 0 ? 7 : 8;
        };
        runner.send(runner.request().tty().build());
        runner.expectReady();
        runner.expectExit(7, false);
    }

    @Test
    void saysWhyARequestCannotBeRead() throws Exception {
        assertRefused(Stage.READ_SPAWN_REQUEST, "closed before the spawn request", new byte[0]);
        assertRefused(Stage.READ_SPAWN_REQUEST, "closed before the spawn request", new byte[] {5, 0});
        assertRefused(Stage.READ_SPAWN_REQUEST, "", RunnerUnderTest.frame("nonsense"));
        assertRefused(Stage.READ_SPAWN_REQUEST, "8388609", new byte[] {1, 0, (byte) 0x80, 0});
        assertRefused(
                Stage.READ_SPAWN_REQUEST,
                "expected spawn_request, got terminate",
                RunnerUnderTest.frame("{\"version\":6,\"type\":\"terminate\",\"payload\":{}}"));
        assertRefused(
                Stage.READ_SPAWN_REQUEST,
                "unsupported protocol version 5",
                RunnerUnderTest.frame("{\"version\":5,\"type\":\"terminate\",\"payload\":{}}"));
        assertRefused(
                Stage.READ_SPAWN_REQUEST,
                "unsupported protocol version 1",
                RunnerUnderTest.frame("{\"version\":1,\"type\":\"spawn_request\",\"payload\":{}}"));
    }

    private void assertRefused(Stage stage, String words, byte[] sent) throws Exception {
        RunnerUnderTest other = new RunnerUnderTest(home, InputBacklog.Limits.DEFAULT);
        other.sendRaw(sent);
        other.closeInput();
        other.expectFailure(stage, words, OptionalInt.empty());
        assertEquals(1, other.exitCode());
        assertEquals(List.of(), other.calls);
        other.close();
    }

    @Test
    void saysWhyAChildCannotBeStarted() throws Exception {
        assertFails("capability SIDs is empty", OptionalInt.empty(), new RequestBuilder(home).capSids());
        for (PermissionProfile profile : List.of(
                new PermissionProfile.Disabled(),
                new PermissionProfile.External(false),
                new PermissionProfile.Managed(new FileSystem.Unrestricted(), false))) {
            assertFails("restricts no files", OptionalInt.empty(), new RequestBuilder(home).profile(profile));
        }
        assertFails("no private desktop", OptionalInt.empty(), new RequestBuilder(home).desktop(Optional.empty()));
        for (String name : List.of(
                "Default",
                "CodexSandboxDesktop-",
                "CodexSandboxDesktop-g",
                "CodexSandboxDesktop-1\\x",
                "CodexSandboxDesktop-" + "1".repeat(33))) {
            assertFails(
                    "name of the private desktop",
                    OptionalInt.empty(),
                    new RequestBuilder(home).desktop(Optional.of(name)));
        }
        assertFails("32766", OptionalInt.empty(), new RequestBuilder(home).command("p", "x".repeat(33000)));
        assertFails("CreateProcessAsUserW failed: 2", OptionalInt.of(2), new RequestBuilder(home).command());
    }

    private void assertFails(String words, OptionalInt code, RequestBuilder request) throws Exception {
        RunnerUnderTest other = new RunnerUnderTest(home, InputBacklog.Limits.DEFAULT);
        other.send(request.build());
        other.expectFailure(Stage.SPAWN_CHILD, words, code);
        assertEquals(1, other.exitCode());
        assertTrue(other.errors().contains(words), other.errors());
        assertEquals(1, other.errors().lines().count());
        assertEquals(0, other.processes.open());
        other.close();
    }

    @Test
    void reportsTheErrorOfWindowsOnlyOfTheChildItself() throws Exception {
        for (int code : List.of(2, 267, 1312, 1326)) {
            assertErrorCode("CreateProcessAsUserW", code, OptionalInt.of(code));
        }
        for (String function : List.of("CreateRestrictedToken", "AdjustTokenPrivileges", "OpenDesktopW")) {
            assertErrorCode(function, 1326, OptionalInt.empty());
        }
        assertErrorCode("CreateJobObjectW", 5, OptionalInt.empty());
    }

    private void assertErrorCode(String function, int code, OptionalInt reported) throws Exception {
        RunnerUnderTest other = new RunnerUnderTest(home, InputBacklog.Limits.DEFAULT);
        other.tokens.failure = Optional.of(new Win32Exception(function, code));
        other.processes.failure = other.tokens.failure;
        other.send(other.request().build());
        other.expectFailure(Stage.SPAWN_CHILD, function + " failed: " + code, reported);
        assertEquals(1, other.exitCode());
        assertTrue(other.log().contains(function), other.log());
        assertEquals(0, other.processes.open());
        assertEquals(0, other.processes.pipes.open());
        assertEquals(0, other.tokens.open);
        other.close();
    }

    @Test
    void endsTheChildOfWhichItsParentCannotBeTold() throws Exception {
        runner.processes.program = RunnerSessionTest::sleep;
        runner.closeOutput();
        runner.send(runner.request().build());
        assertEquals(1, runner.exitCode());
        assertEquals(0, runner.processes.running());
        assertTrue(runner.errors().contains("cannot be told"), runner.errors());
    }

    @Test
    void needsNoFolderForItsLog() throws Exception {
        runner.send(runner.request().home("/no/such/folder").env(Map.of()).build());
        runner.expectReady();
        runner.expectExit(0, false);
    }

    @Test
    void leavesNoFilesBehind() throws Exception {
        terminatesBehindInputThatIsNotRead();
        try (Stream<Path> files = Files.list(home)) {
            assertEquals(List.of(), files.toList());
        }
    }
}
