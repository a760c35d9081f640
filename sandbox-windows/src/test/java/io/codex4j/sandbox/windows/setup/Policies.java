package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.WritableRoot;
import java.nio.file.Path;
import java.util.Arrays;

/** Policies of tests. */
final class Policies {
    private Policies() {}

    static SandboxPolicy workspace(Path... roots) {
        return SandboxPolicy.workspaceWrite(
                Arrays.stream(roots).map(WritableRoot::workspace).toList());
    }
}
