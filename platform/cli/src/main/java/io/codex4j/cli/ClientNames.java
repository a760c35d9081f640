package io.codex4j.cli;

import io.codex4j.api.HostContext.ClientInfo;

/** As whom we talk to model servers and plugins. */
final class ClientNames {
    static final ClientInfo EXEC = new ClientInfo("codex_exec", Version.NUMBER);
    static final ClientInfo COMMAND_LINE = new ClientInfo("codex_cli", Version.NUMBER);

    private ClientNames() {}
}
