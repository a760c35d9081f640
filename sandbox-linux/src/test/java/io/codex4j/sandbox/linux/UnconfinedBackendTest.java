package io.codex4j.sandbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnconfinedBackendTest extends BackendBehaviour {
    private final SandboxBackend backend = new UnconfinedBackend();

    @Override
    SandboxBackend backend() {
        return backend;
    }

    @Override
    SandboxPolicy policy() {
        return SandboxPolicy.unrestricted();
    }

    @Override
    List<String> additionalVariables() {
        return List.of(ProcessTree.MARK_VARIABLE);
    }

    @Override
    String launcherMode() {
        return "unconfined:unrestricted";
    }

    @Test
    void takesOnlyThePolicyThatRestrictsNothing() {
        assertTrue(backend.refusal(SandboxPolicy.unrestricted()).isEmpty());
        assertTrue(backend.refusal(SandboxPolicy.readOnly()).isPresent());
        SandboxPolicy withoutNetwork = SandboxPolicy.unrestricted().withNetwork(NetworkAccess.NONE);
        assertTrue(backend.refusal(withoutNetwork).isPresent());
        SandboxException failure =
                assertThrows(SandboxException.class, () -> Run.start(backend, withoutNetwork, folder, "true"));
        assertEquals(SandboxException.Reason.UNENFORCEABLE, failure.reason());
    }

    @Test
    void givesAProgramASessionOfItsOwn() throws Exception {
        String own =
                ProcessEntry.of(ProcessHandle.current().pid()).orElseThrow().session() + "";
        Run run = Run.shell(backend, policy(), folder, "ps -o sid= -p $$; echo $$");
        List<String> lines = run.out().lines().map(String::strip).toList();
        assertEquals(lines.getLast(), lines.getFirst());
        assertFalse(lines.contains(own));
    }
}
