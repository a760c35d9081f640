package io.codex4j.sandbox.windows;

import io.codex4j.sandbox.FileAccess;
import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.ResourceLimits;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.WritableRoot;
import java.util.Optional;

/** Say what none of our sandboxes can enforce. */
final class Refusals {
    private Refusals() {}

    /** Return what the backends that enforce something refuse alike. */
    static Optional<String> common(SandboxPolicy policy) {
        if (policy.fileAccess() == FileAccess.UNRESTRICTED) {
            return Optional.of("it always keeps files from being written, and this policy allows all of them");
        }
        if (policy.network() instanceof NetworkAccess.AllowList) {
            return Optional.of("it cannot allow single hosts, only the whole network or none");
        }
        ResourceLimits limits = policy.limits();
        if (limits.cpuTime().isPresent()
                || limits.memoryBytes().isPresent()
                || limits.processes().isPresent()) {
            return Optional.of(
                    "it can bound the time that a program runs, but not its processor time, memory or processes");
        }
        for (WritableRoot root : policy.writableRoots()) {
            for (String name : root.protectedNames()) {
                if (!isName(name)) {
                    return Optional.of("'" + name + "' is not a name that can be protected");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isName(String name) {
        if (name.isBlank() || name.equals(".") || name.equals("..")) {
            return false;
        }
        for (int index = 0; index < name.length(); index++) {
            if (name.charAt(index) < ' ' || "/\\:*?\"<>|".indexOf(name.charAt(index)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Throw if a backend cannot enforce a policy. */
    static void check(SandboxBackend backend, SandboxPolicy policy) throws SandboxException {
        Optional<String> refusal = backend.refusal(policy);
        if (refusal.isPresent()) {
            throw new SandboxException(SandboxException.Reason.UNENFORCEABLE, backend.name() + ": " + refusal.get());
        }
    }

    static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }
}
