package io.codex4j.cli;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** {@code codex help [COMMAND]…} and {@code codex <COMMAND> help …}. */
final class HelpCommand implements Action {
    static final String NAME = "help";

    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(new HelpCommand()).name(NAME);
        spec.usageMessage()
                .header("Show the help of a command", "")
                .customSynopsis("codex help [COMMAND]...")
                .synopsisHeading("Usage: ");
        return spec.addOption(Flags.help()).addPositional(Flags.operands("COMMAND", "The command and its sub-command"));
    }

    @Override
    public int run(Invocation invocation) throws UsageError {
        CommandLine command = CommandTree.full();
        for (int level = 1; level < invocation.levels().size() - 1; level++) {
            command =
                    child(command, invocation.levels().get(level).commandSpec().name());
        }
        for (String name : invocation.operands()) {
            command = child(command, name);
        }
        print(command.getCommandSpec(), invocation.host().output());
        return Program.SUCCESS;
    }

    private static CommandLine child(CommandLine parent, String name) throws UsageError {
        CommandLine child = parent.getSubcommands().get(name);
        if (child == null) {
            throw new UsageError("there is no command `" + name + "`");
        }
        return child;
    }

    static void print(CommandSpec command, PrintStream output) {
        command.commandLine().usage(output, Ansi.OFF);
        output.flush();
    }
}
