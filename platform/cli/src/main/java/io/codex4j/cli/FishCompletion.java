package io.codex4j.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Write the completion script for fish: one {@code complete} line for each command, option and word. */
final class FishCompletion {
    private final CommandSpec program;
    private final StringBuilder script = new StringBuilder();

    FishCompletion(CommandSpec program) {
        this.program = program;
    }

    String script() {
        script.append("complete -c codex -f\n");
        write(program, List.of());
        return script.toString();
    }

    private void write(CommandSpec command, List<CommandSpec> path) {
        String condition = condition(command, path);
        for (CommandSpec child : CompletionEntries.subcommands(command)) {
            for (String name : CompletionEntries.names(child)) {
                line(condition, "-a " + quote(name) + " -d " + quote(CompletionEntries.summary(child)));
            }
        }
        for (PositionalParamSpec operand : command.positionalParameters()) {
            words(condition, operand);
        }
        for (OptionSpec option : command.options()) {
            line(condition, option(option));
        }
        for (CommandSpec child : CompletionEntries.subcommands(command)) {
            List<CommandSpec> childPath = new ArrayList<>(path);
            childPath.add(child);
            write(child, childPath);
        }
    }

    private void words(String condition, PositionalParamSpec operand) {
        List<String> candidates = CompletionEntries.candidates(operand);
        if (!candidates.isEmpty()) {
            line(condition, "-a " + quote(String.join(" ", candidates)));
        }
    }

    private static String option(OptionSpec option) {
        StringBuilder text = new StringBuilder();
        for (String name : option.names()) {
            text.append(name.startsWith("--") ? "-l " : "-s ")
                    .append(name.substring(name.startsWith("--") ? 2 : 1))
                    .append(' ');
        }
        if (CompletionEntries.takesValue(option)) {
            text.append(value(option)).append(' ');
        }
        return text.append("-d ")
                .append(quote(CompletionEntries.summary(option)))
                .toString();
    }

    private static String value(ArgSpec option) {
        List<String> candidates = CompletionEntries.candidates(option);
        if (!candidates.isEmpty()) {
            return "-x -a " + quote(String.join(" ", candidates));
        }
        return CompletionEntries.takesFile(option) ? "-r -F" : "-x";
    }

    /** Each word of the path was seen, and none of the words that would lead further down. */
    private static String condition(CommandSpec command, List<CommandSpec> path) {
        StringBuilder condition = new StringBuilder();
        for (CommandSpec step : path) {
            condition
                    .append("__fish_seen_subcommand_from ")
                    .append(String.join(" ", CompletionEntries.names(step)))
                    .append("; and ");
        }
        List<String> further = new ArrayList<>();
        for (CommandSpec child : CompletionEntries.subcommands(command)) {
            further.addAll(CompletionEntries.names(child));
        }
        if (further.isEmpty()) {
            condition.setLength(condition.length() - "; and ".length());
        } else {
            condition.append("not __fish_seen_subcommand_from ").append(String.join(" ", further));
        }
        return condition.toString();
    }

    private void line(String condition, String rest) {
        script.append("complete -c codex -n ")
                .append(quote(condition))
                .append(' ')
                .append(rest)
                .append('\n');
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
