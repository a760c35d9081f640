package io.codex4j.sandbox;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Describe what a sandboxed program may do. Immutable; made by the static methods and refined by the {@code with…} ones.
 *
 * @param fileAccess how much may be written
 * @param writableRoots the folders that may be written below; empty unless {@link FileAccess#WORKSPACE_WRITE}
 * @param deniedReads globs of absolute paths that may not be read, also when the file is made later
 * @param network which network may be reached
 * @param limits bounds on what may be used
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SandboxPolicy(
        FileAccess fileAccess,
        List<WritableRoot> writableRoots,
        List<String> deniedReads,
        NetworkAccess network,
        ResourceLimits limits) {
    /** The names that are kept from change in every workspace: they decide what later, unsandboxed programs do. */
    public static final List<String> PROTECTED_NAMES = List.of(".git", ".codex", ".agents");

    public SandboxPolicy {
        writableRoots = List.copyOf(writableRoots);
        deniedReads = List.copyOf(deniedReads);
        if (fileAccess != FileAccess.WORKSPACE_WRITE && !writableRoots.isEmpty()) {
            throw new IllegalArgumentException("writable roots need " + FileAccess.WORKSPACE_WRITE);
        }
    }

    /** Return the policy that writes nothing and reaches no network. */
    public static SandboxPolicy readOnly() {
        return new SandboxPolicy(FileAccess.READ_ONLY, List.of(), List.of(), NetworkAccess.NONE, ResourceLimits.NONE);
    }

    /** Return the policy that writes below the given roots and reaches no network. */
    public static SandboxPolicy workspaceWrite(List<WritableRoot> roots) {
        return new SandboxPolicy(FileAccess.WORKSPACE_WRITE, roots, List.of(), NetworkAccess.NONE, ResourceLimits.NONE);
    }

    /** Return the policy that restricts nothing. */
    public static SandboxPolicy unrestricted() {
        return new SandboxPolicy(
                FileAccess.UNRESTRICTED, List.of(), List.of(), NetworkAccess.FULL, ResourceLimits.NONE);
    }

    /** Return this policy with another network access. */
    public SandboxPolicy withNetwork(NetworkAccess access) {
        return new SandboxPolicy(fileAccess, writableRoots, deniedReads, access, limits);
    }

    /** Return this policy with other denied reads. */
    public SandboxPolicy withDeniedReads(List<String> globs) {
        return new SandboxPolicy(fileAccess, writableRoots, globs, network, limits);
    }

    /** Return this policy with other limits. */
    public SandboxPolicy withLimits(ResourceLimits bounds) {
        return new SandboxPolicy(fileAccess, writableRoots, deniedReads, network, bounds);
    }

    /** Tell whether the policy restricts nothing, so that no sandbox is needed. */
    public boolean isUnrestricted() {
        return equals(unrestricted());
    }
}
