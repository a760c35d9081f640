package io.codex4j.sandbox.windows;

import io.codex4j.sandbox.Availability;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.windows.runner.ChildProcess;
import io.codex4j.sandbox.windows.win32.Windows;
import java.util.Optional;

/**
 * Start programs without a sandbox, for the one policy that asks for none.
 *
 * <p>They run in a job, so that the whole tree can be killed.
 */
final class UnconfinedBackend implements SandboxBackend {
    @Override
    public String name() {
        return "unconfined";
    }

    @Override
    public Availability probe() {
        return Refusals.isWindows() ? Availability.FULL : Availability.unavailable("this is not Windows");
    }

    @Override
    public Optional<String> refusal(SandboxPolicy policy) {
        return policy.isUnrestricted() ? Optional.empty() : Optional.of("it restricts nothing, and this policy does");
    }

    @Override
    public SandboxedProcess start(SandboxCommand command, SandboxPolicy policy) throws SandboxException {
        Refusals.check(this, policy);
        return DirectCommands.start(
                command,
                policy,
                command.environment(),
                Optional.empty(),
                plan -> ChildProcess.start(Windows.processes(), Windows.pipes(), plan));
    }
}
