package io.codex4j.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the completion scripts that we write ourselves have in common. */
final class CompletionEntries {
    private CompletionEntries() {}

    /** Return the commands below a command that help shows too, each once. */
    static List<CommandSpec> subcommands(CommandSpec command) {
        List<CommandSpec> shown = new ArrayList<>();
        for (CommandLine child : command.subcommands().values()) {
            CommandSpec spec = child.getCommandSpec();
            if (!spec.usageMessage().hidden() && !shown.contains(spec)) {
                shown.add(spec);
            }
        }
        return shown;
    }

    /** Return the words that an argument may be, empty if it may be anything. */
    static List<String> candidates(ArgSpec argument) {
        List<String> words = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(words::add);
        }
        return words;
    }

    static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    static boolean takesFile(ArgSpec argument) {
        String label = argument.paramLabel();
        return label.contains("FILE") || label.contains("DIR");
    }

    /** Return the names that call a command: its own first. */
    static List<String> names(CommandSpec command) {
        List<String> names = new ArrayList<>();
        names.add(command.name());
        names.addAll(List.of(command.aliases()));
        return names;
    }

    static String summary(CommandSpec command) {
        String[] header = command.usageMessage().header();
        return header.length == 0 ? "" : header[0];
    }

    /** Return the first sentence of a description. */
    static String summary(OptionSpec option) {
        String text = String.join(" ", option.description());
        int end = text.indexOf(". ");
        int part = text.indexOf("; ");
        if (part >= 0 && (end < 0 || part < end)) {
            end = part;
        }
        return end < 0 ? text : text.substring(0, end);
    }
}
