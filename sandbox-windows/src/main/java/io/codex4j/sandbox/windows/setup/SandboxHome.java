package io.codex4j.sandbox.windows.setup;

import java.nio.file.Path;
import java.util.List;

/**
 * Name the files that the sandbox keeps.
 *
 * @param home {@code CODEX_HOME}
 */
record SandboxHome(Path home) {
    /** State that users of the sandbox may read and write. */
    Path state() {
        return home.resolve(".sandbox");
    }

    /** Programs that users of the sandbox run, and may not change. */
    Path programs() {
        return home.resolve(".sandbox-bin");
    }

    /** What users of the sandbox may not see. */
    Path secrets() {
        return home.resolve(".sandbox-secrets");
    }

    Path marker() {
        return state().resolve("setup_marker.json");
    }

    Path error() {
        return state().resolve("setup_error.json");
    }

    Path deniedReads() {
        return state().resolve("deny_read_acl_state.json");
    }

    Path users() {
        return secrets().resolve("sandbox_users.json");
    }

    Path capabilitySids() {
        return home.resolve("cap_sid");
    }

    /** Our own list of what was changed, for the way back. Among the secrets, so that no child can forge it. */
    Path ledger() {
        return secrets().resolve("ledger.json");
    }

    /** Held while any of these files is changed. Among the secrets, so that no child can hold it. */
    Path lock() {
        return secrets().resolve("state.lock");
    }

    /** The folders that a child may never write, whatever a policy says. */
    List<Path> guarded() {
        return List.of(state(), programs(), secrets());
    }
}
