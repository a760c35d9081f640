package io.codex4j.sandbox.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.FileAccess;
import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.ResourceLimits;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.WritableRoot;
import io.codex4j.sandbox.windows.setup.Setup;
import io.codex4j.sandbox.windows.setup.SetupTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElevatedBackendTest {
    private static final Path HERE = Path.of("").toAbsolutePath();

    private static final WindowsSettings SETTINGS =
            new WindowsSettings(HERE, Map.of(), Optional.empty(), true, List.of());

    private final ElevatedBackend backend =
            new ElevatedBackend(SETTINGS, new CallerPreparations(), new Setup(SETTINGS, SetupTools.ofWindows()));

    @Test
    void enforcesFilesAndNetworkAndTime() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(HERE)));

        assertEquals(Optional.empty(), backend.refusal(SandboxPolicy.readOnly()));
        assertEquals(Optional.empty(), backend.refusal(policy));
        assertEquals(Optional.empty(), backend.refusal(policy.withNetwork(NetworkAccess.FULL)));
        assertEquals(Optional.empty(), backend.refusal(policy.withLimits(limits(1, 0, 0, 0))));
    }

    @Test
    void refusesWhatItCannotEnforce() {
        SandboxPolicy policy = SandboxPolicy.readOnly();

        assertRefused(SandboxPolicy.unrestricted());
        assertRefused(SandboxPolicy.unrestricted().withNetwork(NetworkAccess.NONE));
        assertRefused(policy.withNetwork(new NetworkAccess.AllowList(List.of("example.org"))));
        assertRefused(policy.withLimits(limits(0, 1, 0, 0)));
        assertRefused(policy.withLimits(limits(0, 0, 1, 0)));
        assertRefused(policy.withLimits(limits(0, 0, 0, 1)));
        assertEquals(FileAccess.READ_ONLY, policy.fileAccess(), "the policy is otherwise one that it enforces");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a/b", "a\\b", "a:b", "*.txt", "a\u0001"})
    void refusesNamesThatCannotBeProtected(String name) {
        assertRefused(SandboxPolicy.workspaceWrite(List.of(new WritableRoot(HERE, List.of(name), true))));
    }

    @Test
    void refusesAtTheStartToo() {
        SandboxException failure = assertThrows(
                SandboxException.class, () -> backend.start(command(Map.of()), SandboxPolicy.unrestricted()));

        assertEquals(SandboxException.Reason.UNENFORCEABLE, failure.reason());
        assertTrue(failure.getMessage().startsWith("windows-elevated: "), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=b", "=a=b", "a\0b"})
    void refusesVariablesThatNoProgramCanHave(String name) {
        SandboxException failure = assertThrows(
                SandboxException.class, () -> backend.start(command(Map.of(name, "x")), SandboxPolicy.readOnly()));

        assertEquals(SandboxException.Reason.SETUP_FAILED, failure.reason());
    }

    @Test
    void doesNothingBeforeItIsAsked() {
        backend.warmUp(SandboxPolicy.unrestricted());
        backend.close();
        backend.close();
    }

    private void assertRefused(SandboxPolicy policy) {
        assertTrue(backend.refusal(policy).isPresent(), policy.toString());
    }

    private static ResourceLimits limits(int wall, int cpu, int memory, int processes) {
        return new ResourceLimits(
                cpu == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(cpu)),
                memory == 0 ? OptionalLong.empty() : OptionalLong.of(memory),
                processes == 0 ? OptionalLong.empty() : OptionalLong.of(processes),
                wall == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(wall)));
    }

    private static SandboxCommand command(Map<String, String> environment) {
        return new SandboxCommand(List.of("x"), HERE, environment, StandardStreams.PIPES);
    }
}
