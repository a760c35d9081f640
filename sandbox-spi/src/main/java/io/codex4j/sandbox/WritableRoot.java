package io.codex4j.sandbox;

import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A folder that a sandboxed program may write below, except for protected names directly inside it.
 *
 * @param path absolute path of the folder
 * @param protectedNames entries of the folder that stay read-only, such as {@code .git}
 * @param protectMissing whether a protected name that does not exist yet may not be created either
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record WritableRoot(Path path, List<String> protectedNames, boolean protectMissing) {
    public WritableRoot {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("a writable root must be absolute: " + path);
        }
        path = path.normalize();
        protectedNames = List.copyOf(protectedNames);
    }

    /** Return a workspace: its protected names can be neither changed nor created. */
    public static WritableRoot workspace(Path path) {
        return new WritableRoot(path, SandboxPolicy.PROTECTED_NAMES, true);
    }

    /** Return a scratch folder such as {@code /tmp}: protected names that exist stay as they are. */
    public static WritableRoot scratch(Path path) {
        return new WritableRoot(path, SandboxPolicy.PROTECTED_NAMES, false);
    }
}
