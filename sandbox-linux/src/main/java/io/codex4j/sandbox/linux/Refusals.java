package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.WritableRoot;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Say what none of our sandboxes can enforce. */
final class Refusals {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private Refusals() {}

    /** Return what the backends that enforce something refuse alike. */
    static Optional<String> common(SandboxPolicy policy) {
        if (policy.isUnrestricted()) {
            return Optional.of("the policy restricts nothing, so it needs no sandbox");
        }
        if (!policy.deniedReads().isEmpty()) {
            return Optional.of("it cannot keep files from being read yet");
        }
        if (!policy.limits().isUnlimited()) {
            return Optional.of("it cannot bound time, memory or processes yet");
        }
        if (policy.network() instanceof NetworkAccess.AllowList) {
            return Optional.of("it cannot allow single hosts yet, only the whole network or none");
        }
        for (WritableRoot root : policy.writableRoots()) {
            if (isKernelFolder(root.path())) {
                return Optional.of("the writable folder " + root.path() + " belongs to the kernel");
            }
            for (String name : root.protectedNames()) {
                if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
                    return Optional.of("'" + name + "' is not a name that can be protected");
                }
            }
        }
        return Optional.empty();
    }

    static boolean isKernelFolder(Path path) {
        return path.startsWith("/proc")
                || path.startsWith("/sys")
                || path.startsWith("/dev") && !(path.startsWith(SHARED_MEMORY) && !path.equals(SHARED_MEMORY));
    }

    /** Throw if the backend cannot enforce the policy or connect the streams. */
    static void check(SandboxBackend backend, SandboxPolicy policy, SandboxCommand command) throws SandboxException {
        Optional<String> refusal = backend.refusal(policy);
        if (refusal.isEmpty() && command.streams() instanceof StandardStreams.Terminal) {
            refusal = Optional.of("it cannot give a program a terminal yet");
        }
        if (refusal.isPresent()) {
            throw new SandboxException(SandboxException.Reason.UNENFORCEABLE, backend.name() + ": " + refusal.get());
        }
        for (Map.Entry<String, String> variable : command.environment().entrySet()) {
            String name = variable.getKey();
            if (name.isEmpty() || name.indexOf('=') >= 0 || (name + variable.getValue()).indexOf('\0') >= 0) {
                throw new SandboxException(
                        SandboxException.Reason.SETUP_FAILED,
                        "the environment holds a variable that no program can be given: '" + name + "'");
            }
        }
    }
}
