package io.codex4j.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Understand a command line, run what it names, and turn whatever happens into an exit code. */
final class Program {
    static final int SUCCESS = 0;
    static final int FAILURE = 1;
    static final int USAGE_ERROR = 2;

    private final Host host;

    Program(Host host) {
        this.host = host;
    }

    int run(List<String> words) {
        try {
            return execute(words);
        } catch (ParameterException e) {
            return UsageMessages.print(words, e, host.errors());
        } catch (CommandFailure e) {
            host.errors().println(e.text());
            return FAILURE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            host.errors().println("Error: interrupted");
            return FAILURE;
        } catch (RuntimeException | Error e) {
            return new CrashReport(host).write(e);
        }
    }

    private int execute(List<String> words) throws CommandFailure, InterruptedException {
        ParseResult program = CommandTree.forWords(words).parseArgs(words.toArray(new String[0]));
        Invocation invocation = Invocation.of(program, host);
        CommandSpec command = invocation.command();
        for (ParseResult level : invocation.levels()) {
            if (level.isVersionHelpRequested()) {
                host.output()
                        .println(Version.line(level.commandSpec().parent() == null ? "codex-cli" : "codex-cli-exec"));
                return SUCCESS;
            }
        }
        if (isHelpRequested(invocation)) {
            HelpCommand.print(command.parent() == null ? CommandTree.full().getCommandSpec() : command, host.output());
            return SUCCESS;
        }
        try {
            return ((Action) command.userObject()).run(invocation);
        } catch (UsageError e) {
            throw new ParameterException(command.commandLine(), e.sentence(), e);
        }
    }

    private static boolean isHelpRequested(Invocation invocation) {
        for (ParseResult level : invocation.levels()) {
            for (OptionSpec option : level.matchedOptions()) {
                if (option.usageHelp()) {
                    return true;
                }
            }
        }
        return false;
    }
}
