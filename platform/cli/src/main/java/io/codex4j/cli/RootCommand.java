package io.codex4j.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The program itself: options that it passes down to its commands. */
final class RootCommand implements Action {
    private static final List<String> APPROVAL_POLICIES = List.of("untrusted", "on-failure", "on-request", "never");

    static CommandSpec spec() {
        CommandSpec spec = Flags.command(
                CommandTree.PROGRAM,
                new RootCommand(),
                "A coding agent for the terminal.",
                "codex [OPTIONS] <COMMAND> [ARGS]");
        Flags.add(spec, Flags.settings());
        Flags.add(spec, Flags.session());
        return spec.addOption(Flags.flag(Flags.SEARCH)
                        .description("Let the model search the web live")
                        .build())
                .addOption(Flags.choice(
                        "<POLICY>", APPROVAL_POLICIES, "When to ask; exec never asks", "-a", "--ask-for-approval"))
                .addOption(Flags.flag("--no-alt-screen").hidden(true).build())
                .addOption(Flags.flag("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version")
                        .build());
    }

    @Override
    public int run(Invocation invocation) throws CommandFailure {
        if (!invocation.host().streams().inIsTerminal()) {
            throw CommandFailure.error("stdin is not a terminal. Without one, say what to do: codex exec \"…\"");
        }
        throw CommandFailure.error("the terminal UI is not there yet. To run one task: codex exec \"…\"."
                + " For all commands: codex --help");
    }
}
