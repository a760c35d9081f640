package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.Availability;
import io.codex4j.sandbox.FileAccess;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Enforce policies by Landlock and seccomp, which need no other program and no namespace, but protect less. */
final class LandlockBackend implements SandboxBackend {
    private static final int PRIORITY = 50;
    private static final int ENOSYS = 38;
    private static final int EOPNOTSUPP = 95;
    private static final int FIRST_ABI_WITH_TRUNCATE = 3;

    private final Object lock = new Object();
    private Optional<Availability> availability = Optional.empty();
    private int abi;

    @Override
    public String name() {
        return "landlock";
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Availability probe() {
        synchronized (lock) {
            if (availability.isEmpty()) {
                availability = Optional.of(findOut());
            }
            return availability.get();
        }
    }

    private Availability findOut() {
        if (CpuArchitecture.current().isEmpty()) {
            return Availability.unavailable(CpuArchitecture.unknownMessage());
        }
        try {
            abi = LandlockRestriction.kernelAbi();
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            return Availability.unavailable("native code cannot be loaded: " + e.getMessage());
        }
        return switch (abi) {
            case -ENOSYS -> Availability.unavailable("this kernel has no Landlock; Linux 5.13 or later has it");
            case -EOPNOTSUPP ->
                Availability.unavailable("Landlock is switched off; add landlock to the lsm= parameter of the kernel");
            default ->
                abi > 0
                        ? Availability.weaker(weaknesses(abi))
                        : Availability.unavailable("Landlock cannot be used here (error " + -abi + ")");
        };
    }

    static List<String> weaknesses(int abi) {
        List<String> weaknesses = new ArrayList<>();
        weaknesses.add(".git, .codex and .agents inside a writable folder are not protected");
        weaknesses.add(
                "a program that may write somewhere can change modes, times and attributes of your files anywhere");
        weaknesses.add("other processes are visible");
        if (abi < LandlockRestriction.ABI_WITH_SCOPES) {
            weaknesses.add("other processes of yours can be sent signals");
        }
        if (abi < FIRST_ABI_WITH_TRUNCATE) {
            weaknesses.add("files of yours can be truncated anywhere");
        }
        return weaknesses;
    }

    @Override
    public Optional<String> refusal(SandboxPolicy policy) {
        return Refusals.common(policy);
    }

    @Override
    public SandboxedProcess start(SandboxCommand command, SandboxPolicy policy) throws SandboxException {
        Refusals.check(this, policy, command);
        Availability available = probe();
        if (available.level() == Availability.Level.UNAVAILABLE) {
            throw new SandboxException(
                    SandboxException.Reason.UNENFORCEABLE, name() + ": " + String.join("; ", available.reasons()));
        }
        // A program that may write somewhere must be able to change modes there, and the filter cannot tell where.
        byte[] filter = SeccompFilter.build(
                CpuArchitecture.current().orElseThrow(), policy.network(), policy.fileAccess() != FileAccess.READ_ONLY);
        return LandlockLauncher.launch(command, policy, abi, filter);
    }
}
