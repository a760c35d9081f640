package io.codex4j.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The program and its commands, built only as far as a command line needs them. */
final class CommandTree {
    static final String PROGRAM = "codex";

    /** The commands, in the order in which help shows them. */
    private enum Command {
        EXEC(ExecCommandLine.NAME, "e"),
        SANDBOX(SandboxCommandLine.NAME),
        FEATURES(FeaturesCommand.NAME),
        CONFIG(ConfigCommand.NAME),
        COMPLETION(CompletionCommand.NAME),
        DEMO(DemoCommand.NAME),
        DEBUG(DebugCommand.NAME),
        HELP(HelpCommand.NAME);

        private final String name;
        private final String alias;

        Command(String name) {
            this(name, "");
        }

        Command(String name, String alias) {
            this.name = name;
            this.alias = alias;
        }

        private boolean isNamedBy(List<String> words) {
            return words.contains(name) || (!alias.isEmpty() && words.contains(alias));
        }

        private CommandSpec spec() {
            return switch (this) {
                case EXEC -> ExecCommandLine.spec();
                case SANDBOX -> SandboxCommandLine.spec();
                case FEATURES -> FeaturesCommand.spec();
                case CONFIG -> ConfigCommand.spec();
                case COMPLETION -> CompletionCommand.spec();
                case DEMO -> DemoCommand.spec();
                case DEBUG -> DebugCommand.spec();
                case HELP -> HelpCommand.spec();
            };
        }
    }

    private CommandTree() {}

    /** Return the program with all commands: for help, completion and suggestions. */
    static CommandLine full() {
        CommandSpec program = RootCommand.spec();
        for (Command command : Command.values()) {
            add(program, command);
        }
        return parser(program);
    }

    /** Return the program with the commands that one of the words names: all that parsing these words needs. */
    static CommandLine forWords(List<String> words) {
        CommandSpec program = RootCommand.spec();
        for (Command command : Command.values()) {
            if (command.isNamedBy(words)) {
                add(program, command);
            }
        }
        return parser(program);
    }

    private static void add(CommandSpec program, Command command) {
        CommandSpec spec = command.spec();
        if (!command.alias.isEmpty()) {
            spec.aliases(command.alias);
        }
        program.addSubcommand(command.name, spec);
    }

    private static CommandLine parser(CommandSpec program) {
        return new CommandLine(program).setExpandAtFiles(false).setUnmatchedOptionsAllowedAsOptionParameters(false);
    }
}
