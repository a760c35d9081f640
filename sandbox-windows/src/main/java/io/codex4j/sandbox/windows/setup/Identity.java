package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxPolicy;

/** The users of the sandbox: one that the firewall holds back, one that it does not. */
enum Identity {
    OFFLINE("CodexSandboxOffline"),
    ONLINE("CodexSandboxOnline");

    static final String GROUP = "CodexSandboxUsers";
    static final String GROUP_COMMENT = "Codex sandbox internal group (managed)";

    private final String user;

    Identity(String user) {
        this.user = user;
    }

    /** Return the name of the account. */
    String user() {
        return user;
    }

    static Identity of(SandboxPolicy policy) {
        return policy.network() instanceof NetworkAccess.Full ? ONLINE : OFFLINE;
    }
}
