package io.codex4j.sandbox.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.Availability;
import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.ResourceLimits;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.WritableRoot;
import io.codex4j.sandbox.windows.setup.RestrictedRights;
import io.codex4j.sandbox.windows.win32.RecordedProcesses;
import io.codex4j.sandbox.windows.win32.RecordedTokens;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RestrictedTokenBackendTest {
    private static final List<String> SIDS = List.of("S-1-5-21-1-1-1-1", "S-1-5-21-2-2-2-2");

    @TempDir
    Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final RecordedTokens tokens = new RecordedTokens(calls);
    private final RecordedProcesses processes = new RecordedProcesses(calls);

    private RestrictedTokenBackend backend(boolean privateDesktop) {
        RestrictedRights rights = (command, policy) -> {
            calls.add("rights");
            return new RestrictedRights.Prepared(SIDS, Map.of("SBX_NONET_ACTIVE", "1"));
        };
        return new RestrictedTokenBackend(
                new WindowsSettings(folder, Map.of(), Optional.empty(), privateDesktop, List.of()),
                rights,
                () -> new RestrictedTokenBackend.Calls(tokens, processes, processes.pipes));
    }

    private SandboxCommand command() {
        return new SandboxCommand(List.of("tool", "a b"), folder, Map.of("OLD", "1"), StandardStreams.PIPES);
    }

    private static ResourceLimits wallTime(Duration atMost) {
        return new ResourceLimits(Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.of(atMost));
    }

    @Test
    void asksWindowsInTheOrderOfTheReference() throws Exception {
        try (SandboxedProcess process = backend(true).start(command(), SandboxPolicy.readOnly())) {
            assertEquals(0, process.waitFor());
        }
        String desktop = calls.get(7).replaceAll(".*Winsta0\\\\(CodexSandboxDesktop-[0-9a-f]+),.*", "$1");
        assertEquals(
                List.of(
                        "rights",
                        "OpenProcessToken(access=0x1ab)",
                        "CreateRestrictedToken(flags=0xd, restricting=[S-1-5-21-1-1-1-1, S-1-5-21-2-2-2-2, "
                                + RecordedTokens.LOGON + ", S-1-1-0])",
                        "SetTokenInformation(restricted, GRANT " + RecordedTokens.LOGON
                                + " 0x10000000, GRANT S-1-3-4 0x20000)",
                        "AdjustTokenPrivileges(restricted, SeChangeNotifyPrivilege)",
                        "CreateDesktopW(CodexSandboxDesktop-<hex>, D:P(A;;0xf01ff;;;" + RecordedTokens.LOGON + "))",
                        "CreateJobObjectW(kill on close)",
                        "CreateProcessAsUserW(commandLine=tool \"a b\", environment={SBX_NONET_ACTIVE=1}, directory="
                                + folder + ", desktop=Winsta0\\" + desktop + ", pipes)"),
                calls.subList(0, 8));
        assertEquals(0, tokens.open);
        // The desktop is kept.
        assertEquals(1, processes.open());
        assertEquals(0, processes.pipes.open());
    }

    @Test
    void keepsOneDesktopForEqualRights() throws Exception {
        RestrictedTokenBackend backend = backend(true);
        for (int i = 0; i < 3; i++) {
            try (SandboxedProcess process = backend.start(command(), SandboxPolicy.readOnly())) {
                process.waitFor();
            }
        }
        assertEquals(
                1,
                calls.stream().filter(call -> call.startsWith("CreateDesktopW")).count());
    }

    @Test
    void staysOnTheCallersDesktopIfItIsTold() throws Exception {
        try (SandboxedProcess process = backend(false).start(command(), SandboxPolicy.readOnly())) {
            process.waitFor();
        }
        assertTrue(calls.stream().anyMatch(call -> call.contains("desktop=none")), calls.toString());
    }

    @Test
    void leavesNothingOpenAfterAFailure() {
        for (String function : List.of(
                "OpenProcessToken",
                "CreateRestrictedToken",
                "SetTokenInformation",
                "AdjustTokenPrivileges",
                "CreateJobObjectW",
                "CreateProcessAsUserW")) {
            tokens.failure = Optional.of(new Win32Exception(function, 5));
            processes.failure = tokens.failure;
            SandboxException failure = assertThrows(
                    SandboxException.class, () -> backend(false).start(command(), SandboxPolicy.readOnly()));
            assertEquals(SandboxException.Reason.SETUP_FAILED, failure.reason());
            assertTrue(failure.getMessage().contains(function + " failed: 5"), failure.getMessage());
            assertEquals(0, tokens.open, function);
            assertEquals(0, processes.open(), function);
            assertEquals(0, processes.pipes.open(), function);
        }
    }

    @Test
    void endsAProgramWhoseTimeIsOver() throws Exception {
        processes.program = streams -> {
            Thread.sleep(60_000);
            return 0;
        };
        try (SandboxedProcess process =
                backend(false).start(command(), SandboxPolicy.readOnly().withLimits(wallTime(Duration.ofMillis(50))))) {
            assertEquals(192, process.waitFor());
        }
        assertTrue(calls.contains("TerminateJobObject(192)"), calls.toString());
    }

    @Test
    void refusesWhatATokenCannotEnforce() throws Exception {
        SandboxPolicy readOnly = SandboxPolicy.readOnly();
        assertRefused("all of them", SandboxPolicy.unrestricted());
        assertRefused("all of them", SandboxPolicy.unrestricted().withNetwork(NetworkAccess.NONE));
        assertRefused("being read", readOnly.withDeniedReads(List.of("C:\\secret\\**")));
        assertRefused("single hosts", readOnly.withNetwork(new NetworkAccess.AllowList(List.of("example.org"))));
        assertRefused(
                "processor time",
                readOnly.withLimits(new ResourceLimits(
                        Optional.empty(), OptionalLong.of(1), OptionalLong.empty(), Optional.empty())));
        for (String name : List.of("", "..", "a\\b", "c:d", "e*")) {
            assertRefused(
                    "not a name",
                    SandboxPolicy.workspaceWrite(List.of(new WritableRoot(folder, List.of(name), false))));
        }
        assertEquals(Optional.empty(), backend(true).refusal(readOnly));
        assertEquals(Optional.empty(), backend(true).refusal(readOnly.withLimits(wallTime(Duration.ofSeconds(1)))));
        assertEquals(
                Optional.empty(),
                backend(true).refusal(SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(folder)))));
    }

    private void assertRefused(String words, SandboxPolicy policy) {
        assertTrue(backend(true).refusal(policy).orElse("").contains(words), policy.toString());
        SandboxException failure =
                assertThrows(SandboxException.class, () -> backend(true).start(command(), policy));
        assertEquals(SandboxException.Reason.UNENFORCEABLE, failure.reason());
        assertEquals(List.of(), calls);
    }

    @Test
    void isOfNoUseElsewhere() {
        assertEquals(Availability.Level.UNAVAILABLE, backend(true).probe().level());
        assertEquals(
                Availability.Level.UNAVAILABLE, new UnconfinedBackend().probe().level());
    }
}
