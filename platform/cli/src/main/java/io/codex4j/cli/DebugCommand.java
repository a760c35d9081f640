package io.codex4j.cli;

import picocli.CommandLine.Model.CommandSpec;

/** {@code codex debug landlock|seatbelt}: what {@code codex sandbox} was called before. */
final class DebugCommand {
    static final String NAME = "debug";

    private DebugCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = Flags.group(NAME, "Earlier names of codex sandbox")
                .addSubcommand("landlock", SandboxCommandLine.linux("landlock"))
                .addSubcommand("seatbelt", SandboxCommandLine.macos("seatbelt"));
        spec.usageMessage().hidden(true);
        return spec;
    }
}
