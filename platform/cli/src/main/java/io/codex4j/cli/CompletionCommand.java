package io.codex4j.cli;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code codex completion SHELL}: print a script that completes our commands. */
final class CompletionCommand implements Action {
    static final String NAME = "completion";

    private static final List<String> SHELLS = List.of("bash", "zsh", "fish", "powershell");

    static CommandSpec spec() {
        CommandSpec spec = Flags.command(
                NAME,
                new CompletionCommand(),
                "Print a completion script for a shell",
                "codex completion [OPTIONS] [SHELL]");
        return spec.addPositional(
                Flags.operand(0, "SHELL", "bash (unless another one is named), zsh, fish or powershell").toBuilder()
                        .completionCandidates(SHELLS)
                        .converters(new ChoiceConverter(SHELLS))
                        .build());
    }

    @Override
    public int run(Invocation invocation) {
        List<String> operands = invocation.operands();
        invocation.host().output().print(script(operands.isEmpty() ? SHELLS.getFirst() : operands.getFirst()));
        return Program.SUCCESS;
    }

    static String script(String shell) {
        CommandLine program = CommandTree.full();
        removeHiddenOptions(program.getCommandSpec());
        return switch (shell) {
            case "fish" -> new FishCompletion(program.getCommandSpec()).script();
            case "powershell" -> new PowerShellCompletion(program.getCommandSpec()).script();
            case "bash", "zsh" -> AutoComplete.bash(CommandTree.PROGRAM, program);
            default -> throw new IllegalArgumentException(shell);
        };
    }

    private static void removeHiddenOptions(CommandSpec command) {
        for (OptionSpec option : List.copyOf(command.options())) {
            if (option.hidden()) {
                command.remove(option);
            }
        }
        for (CommandLine child : command.subcommands().values()) {
            removeHiddenOptions(child.getCommandSpec());
        }
    }
}
