package io.codex4j.sandbox.windows.runner;

import static io.codex4j.sandbox.windows.runner.FakeRunners.afterRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxException.Reason;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.runner.FakeRunners.Behaviour;
import io.codex4j.sandbox.windows.win32.Pipes.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens until the child runs. */
class SpawnTest extends ElevatedCommandsFixture {
    private final BlockingQueue<Message.SpawnRequest> requests = new LinkedBlockingQueue<>();

    private final Behaviour wellBehaved = link -> {
        requests.add(link.open().request());
        link.ready().exit(0);
    };

    @Test
    void theRequestTellsEverything() throws Exception {
        try (SandboxedProcess process = start(wellBehaved)) {
            Message.SpawnRequest request = requests.take();

            assertEquals(List.of("program.exe", "argument"), request.command());
            assertEquals(HOME.toString(), request.cwd());
            assertEquals(Map.of("NAME", "value"), request.env());
            assertEquals(FakePreparations.PROFILE, request.permissionProfile());
            assertEquals(List.of("C:\\work"), request.workspaceRoots());
            assertEquals(HOME.resolve(".sandbox").toString(), request.codexHome());
            assertEquals(HOME.toString(), request.realCodexHome());
            assertEquals(List.of("S-1-5-21-1-2-3-4"), request.capSids());
            assertTrue(request.networkProxyRestrictingSid().isEmpty());
            assertEquals(OptionalLong.empty(), request.timeoutMs());
            assertFalse(request.tty());
            assertTrue(request.stdinOpen());
            assertTrue(request.privateDesktopName().orElseThrow().matches("CodexSandboxDesktop-[0-9a-f]{1,32}"));
            assertEquals(4711, process.pid());
            assertEquals(0, process.waitFor());
        }
    }

    @Test
    void asksWindowsForTheDesktopAndThePipesAndTheRunnerInThisOrder() throws Exception {
        start(wellBehaved).close();

        assertEquals(
                List.of(
                        "CreateDesktopW(CodexSandboxDesktop-<hex>, D:P(A;;0xf01ff;;;S-1-5-21-9-9-9-500)"
                                + "(A;;0x201ff;;;S-1-5-21-9-9-9-1001))",
                        "CreateProcessWithLogonW(user=CodexSandboxOffline, password=first, application=runner.exe,"
                                + " directory=" + System.getProperty("user.dir") + ")"),
                runners.calls.subList(0, 2));
        assertEquals(
                List.of("OUT D:(A;;GA;;;S-1-5-21-9-9-9-1001)", "IN D:(A;;GA;;;S-1-5-21-9-9-9-1001)"),
                runners.pipes.made.stream()
                        .map(made -> made.substring(made.indexOf(' ') + 1))
                        .toList());
    }

    @Test
    void aTimeLimitAndATerminalAreToldToo() throws Exception {
        Behaviour behaviour = link -> {
            requests.add(link.open().request());
            link.ready();
            assertEquals(new Message.Resize(new TerminalSize(132, 43)), link.hear());
            link.exit(0);
        };
        StandardStreams terminal = new StandardStreams.Terminal(new TerminalSize(132, 43));
        try (SandboxedProcess process = start(behaviour, limited(Duration.ofMillis(90_001)), terminal)) {
            assertEquals(0, process.waitFor());
        }
        Message.SpawnRequest request = requests.take();
        assertTrue(request.tty());
        assertEquals(OptionalLong.of(90_001), request.timeoutMs());
    }

    @Test
    void oneDesktopForEachPolicy() throws Exception {
        runners.behaviours.add(wellBehaved);
        commands().start(command(StandardStreams.PIPES, "x"), POLICY).close();
        commands()
                .start(command(StandardStreams.PIPES, "x"), limited(Duration.ofSeconds(9)))
                .close();
        commands()
                .start(command(StandardStreams.PIPES, "x"), POLICY.withNetwork(NetworkAccess.FULL))
                .close();
        commands().close();

        Map<String, Long> counts = runners.calls.stream()
                .map(call -> call.replaceAll("\\(.*", ""))
                .collect(Collectors.groupingBy(call -> call, Collectors.counting()));
        assertEquals(2, counts.get("CreateDesktopW"));
        assertEquals(2, counts.get("CloseDesktop"));
    }

    @Test
    void aDesktopThatHasVanishedIsMadeAgain() throws Exception {
        runners.behaviours.add(wellBehaved);
        runners.desktopsVanish = true;
        commands().start(command(StandardStreams.PIPES, "x"), POLICY).close();
        commands().start(command(StandardStreams.PIPES, "x"), POLICY).close();

        assertNotEquals(requests.take().privateDesktopName(), requests.take().privateDesktopName());
    }

    @ParameterizedTest
    @ValueSource(ints = {1326, 1312})
    void refusedCredentialsAreRenewedOnceWhenTheRunnerCannotBeStarted(int code) throws Exception {
        runners.startFailures.add(code);

        start(wellBehaved).close();

        assertEquals(List.of("prepare", "renew"), preparations.calls);
        assertEquals(List.of("first", "second"), passwords());
    }

    @ParameterizedTest
    @ValueSource(ints = {1326, 1312})
    void refusedCredentialsAreRenewedOnceWhenTheRunnerCannotStartTheChild(int code) throws Exception {
        runners.behaviours.add(afterRequest(
                link -> link.say(new Message.Failure("no", Message.Stage.SPAWN_CHILD, OptionalInt.of(code)))));

        start(wellBehaved).close();

        assertEquals(List.of("prepare", "renew"), preparations.calls);
        assertEquals(List.of("first", "second"), passwords().subList(0, 2));
    }

    @Test
    void aRunnerThatRefusesTheRequestSaysNothingAboutCredentials() {
        runners.behaviours.add(afterRequest(
                link -> link.say(new Message.Failure("no", Message.Stage.READ_SPAWN_REQUEST, OptionalInt.of(1326)))));

        assertThrows(SandboxException.class, () -> start(wellBehaved));

        assertEquals(List.of("prepare"), preparations.calls);
    }

    @Test
    void refusedCredentialsAreRenewedOnlyOnce() {
        runners.startFailures.addAll(List.of(1326, 1326));

        SandboxException failure = assertThrows(SandboxException.class, () -> start(wellBehaved));

        assertEquals(List.of("prepare", "renew"), preparations.calls);
        assertEquals(
                "the command runner cannot be started as the user CodexSandboxOffline: CreateProcessWithLogonW failed: 1326",
                failure.getMessage());
        assertEquals(Reason.SETUP_FAILED, failure.reason());
    }

    @Test
    void noLogonSessionForAPackagedProgramIsNotTheFaultOfThePassword() {
        runners.behaviours.add(afterRequest(
                link -> link.say(new Message.Failure("no", Message.Stage.SPAWN_CHILD, OptionalInt.of(1312)))));

        assertThrows(
                SandboxException.class,
                () -> commands()
                        .start(
                                command(StandardStreams.PIPES, "C:\\Program Files\\windowsapps\\pwsh\\pwsh.exe"),
                                POLICY));

        assertEquals(List.of("prepare"), preparations.calls);
    }

    @Test
    void otherErrorsOfWindowsAreNotTriedAgain() {
        runners.startFailures.add(2);

        assertThrows(SandboxException.class, () -> start(wellBehaved));

        assertEquals(List.of("prepare"), preparations.calls);
    }

    @Test
    void aCommandLineTooLongForALogonIsToldBeforeWindowsIsAsked() throws Exception {
        RunnerLauncher launcher = new RunnerLauncher(
                runners,
                runners.pipes,
                () -> "S-1-5-7",
                () -> new RunnerProgram("runner.exe", List.of("x".repeat(1000)), HOME.toString()));

        RunnerFailure failure = assertThrows(RunnerFailure.class, () -> launcher.launch(preparations.account(POLICY)));

        assertTrue(String.valueOf(failure.getMessage()).contains("no more than 1024"), failure.getMessage());
        assertEquals(List.of(), runners.calls);
    }

    @Test
    void aMissingProgramIsTold() {
        SandboxException failure = refused(afterRequest(link -> link.say(
                new Message.Failure("CreateProcessAsUserW failed: 2", Message.Stage.SPAWN_CHILD, OptionalInt.of(2)))));

        assertEquals(Reason.PROGRAM_NOT_FOUND, failure.reason());
        assertEquals(
                "the command runner failed (spawn_child): CreateProcessAsUserW failed: 2 (Windows error 2)",
                failure.getMessage());
    }

    @Test
    void aMissingDirectoryIsTold() {
        SandboxException failure = refused(afterRequest(
                link -> link.say(new Message.Failure("no", Message.Stage.SPAWN_CHILD, OptionalInt.of(267)))));

        assertEquals(Reason.NO_SUCH_DIRECTORY, failure.reason());
    }

    @Test
    void aRequestThatTheRunnerCannotReadIsTold() {
        SandboxException failure = refused(afterRequest(link -> link.say(new Message.Failure(
                "missing\nfield \u001b[31mcwd", Message.Stage.READ_SPAWN_REQUEST, OptionalInt.empty()))));

        assertEquals(Reason.SETUP_FAILED, failure.reason());
        assertEquals("the command runner failed (read_spawn_request): missing field  [31mcwd", failure.getMessage());
        assertEquals(List.of("prepare"), preparations.calls);
    }

    @Test
    void aRunnerThatClosesItsPipesIsTold() {
        SandboxException failure = refused(afterRequest(link -> {}));

        assertTrue(failure.getMessage().contains("closed its pipe"), failure.getMessage());
    }

    @Test
    void aRunnerThatEndsBeforeItOpensItsPipesIsTold() {
        SandboxException failure = refused(link -> {});

        assertTrue(failure.getMessage().contains("ended before it opened its pipes"), failure.getMessage());
    }

    @Test
    void aRunnerThatEndsBetweenItsPipesIsTold() {
        SandboxException failure = refused(link -> link.pipes.openClient(link.pipeIn, Direction.IN));

        assertTrue(failure.getMessage().contains("ended before it opened its pipes"), failure.getMessage());
    }

    @Test
    void anotherProcessAtThePipesIsRefused() {
        SandboxException failure = refused(link -> link.pipes.as(66, () -> {
            link.open();
            FakeRunners.Link.sleep();
            return null;
        }));

        assertTrue(failure.getMessage().contains("process 66"), failure.getMessage());
        assertTrue(failure.getMessage().contains("permission denied"), failure.getMessage());
    }

    @Test
    void aSilentRunnerIsEndedAndTold() throws Exception {
        runners.behaviours.add(afterRequest(link -> FakeRunners.Link.sleep()));
        RunnerProcess runner = launch();
        SessionProcess session = runner.serve(request("x"));

        RunnerFailure failure = assertThrows(RunnerFailure.class, () -> session.awaitReady(Duration.ofMillis(50)));

        assertEquals("the command runner said nothing for 0 seconds", failure.getMessage());
        assertTrue(runner.awaitFreed(Duration.ofSeconds(10)));
        assertTrue(runners.calls.contains("TerminateProcess(1)"));
    }

    @Test
    void aRunnerThatDoesNotReadAHugeRequestIsEndedAndTold() throws Exception {
        runners.behaviours.add(link -> {
            link.open();
            FakeRunners.Link.sleep();
        });
        RunnerProcess runner = launch();
        SessionProcess session = runner.serve(request("x".repeat(1 << 20)));

        assertThrows(RunnerFailure.class, () -> session.awaitReady(Duration.ofMillis(50)));

        assertTrue(runner.awaitFreed(Duration.ofSeconds(10)));
    }

    @Test
    void aRequestThatFitsIntoNoFrameIsTold() throws Exception {
        runners.behaviours.add(link -> link.open().hear());
        RunnerProcess runner = launch();
        SessionProcess session = runner.serve(request("x".repeat(9 << 20)));

        RunnerFailure failure = assertThrows(RunnerFailure.class, () -> session.awaitReady(Duration.ofSeconds(20)));

        assertTrue(String.valueOf(failure.getMessage()).contains("cannot be sent"), failure.getMessage());
        assertTrue(runner.awaitFreed(Duration.ofSeconds(10)));
    }

    @Test
    void theVersionOfTheAnswerDoesNotMatter() throws Exception {
        Behaviour behaviour = afterRequest(
                link -> link.frame("{\"version\":1,\"type\":\"spawn_ready\",\"payload\":{\"process_id\":7}}")
                        .frame(
                                "{\"payload\":{\"extra\":[1],\"timed_out\":false,\"exit_code\":-5},\"type\":\"exit\",\"version\":1}"));
        try (SandboxedProcess process = start(behaviour)) {
            assertEquals(7, process.pid());
            assertEquals(-5, process.waitFor());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"version\":6,\"type\":\"spawn_ready\",\"payload\":{}}",
                "{\"version\":6,\"type\":\"spawn_ready\",\"payload\":{\"process_id\":-1}}",
                "{\"version\":6,\"type\":\"unknown\",\"payload\":{}}",
                "{\"version\":6,\"type\":\"terminate\",\"payload\":{}}",
                "{\"version\":6,\"type\":\"exit\",\"payload\":{\"exit_code\":0,\"timed_out\":false}}",
                "{\"version\":6,\"type\":\"output\",\"payload\":{\"data_b64\":\"aGk=\",\"stream\":\"stdout\"}}",
            })
    void anythingElseInPlaceOfReadyIsRefused(String json) {
        SandboxException failure = refused(afterRequest(link -> {
            link.frame(json);
            FakeRunners.Link.sleep();
        }));

        assertEquals(Reason.SETUP_FAILED, failure.reason());
    }

    @Test
    void aFrameLongerThanAllowedIsRefusedWithoutWaitingForIt() {
        SandboxException failure = refused(afterRequest(link -> {
            link.bytes(FakeRunners.Link.header((8 << 20) + 1));
            FakeRunners.Link.sleep();
        }));

        assertTrue(failure.getMessage().contains("too large"), failure.getMessage());
    }

    @Test
    void aFrameThatEndsTooEarlyIsRefused() {
        refused(afterRequest(link -> link.bytes(FakeRunners.Link.header(100)).bytes(new byte[10])));
    }

    private SandboxException refused(Behaviour behaviour) {
        return assertThrows(SandboxException.class, () -> start(behaviour));
    }

    private RunnerProcess launch() throws Exception {
        RunnerLauncher launcher = new RunnerLauncher(
                runners,
                runners.pipes,
                () -> "S-1-5-7",
                () -> new RunnerProgram("runner.exe", List.of(), HOME.toString()));
        RunnerProcess runner = launcher.launch(Optional.empty());
        runner.listen(() -> {});
        return runner;
    }

    static Message.SpawnRequest request(String argument) {
        return new Message.SpawnRequest(
                List.of(argument),
                "C:\\",
                Map.of(),
                FakePreparations.PROFILE,
                List.of(),
                "",
                "",
                List.of("S-1-1-0"),
                Optional.empty(),
                OptionalLong.empty(),
                false,
                true,
                Optional.empty());
    }

    private List<String> passwords() {
        return runners.calls.stream()
                .filter(call -> call.startsWith("CreateProcessWithLogonW"))
                .map(call -> call.replaceAll(".*password=(\\w+),.*", "$1"))
                .toList();
    }
}
