package io.codex4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command line that was understood.
 *
 * <p>Options stand at the program, at the command or at its sub-command ({@code codex -c … exec -c … resume -c …}): a
 * repeatable one collects all, from left to right; of another one the innermost counts.
 *
 * @param levels the program, its command, the sub-command …
 * @param host where it runs
 */
record Invocation(List<ParseResult> levels, Host host) {
    static Invocation of(ParseResult program, Host host) {
        List<ParseResult> levels = new ArrayList<>();
        ParseResult level = program;
        levels.add(level);
        while (level.hasSubcommand()) {
            level = level.subcommand();
            levels.add(level);
        }
        return new Invocation(List.copyOf(levels), host);
    }

    /** Return the command that was named last. */
    CommandSpec command() {
        return levels.getLast().commandSpec();
    }

    /** Tell whether one of the options, which are spellings of one thing, was given at any level. */
    boolean isGiven(String... options) {
        for (ParseResult level : levels) {
            for (String option : options) {
                if (level.hasMatchedOption(option)) {
                    return true;
                }
            }
        }
        return false;
    }

    Optional<String> value(String option) {
        for (ParseResult level : levels.reversed()) {
            String value = level.matchedOptionValue(option, null);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    List<String> values(String option) {
        List<String> values = new ArrayList<>();
        for (ParseResult level : levels) {
            // Not by the parse result, which does not know of options with a consumer of their own.
            OptionSpec spec = level.commandSpec().findOption(option);
            List<String> given = spec == null ? null : spec.getValue();
            if (given != null) {
                values.addAll(given);
            }
        }
        return values;
    }

    /** Return the arguments without a name of the command that was named last. */
    List<String> operands() {
        return operands(levels.getLast());
    }

    /** Return the arguments without a name of the command around the one that was named last. */
    List<String> operandsOfParent() {
        return operands(levels.get(levels.size() - 2));
    }

    private static List<String> operands(ParseResult level) {
        List<String> operands = new ArrayList<>();
        for (PositionalParamSpec operand : level.matchedPositionals()) {
            operands.addAll(operand.originalStringValues());
        }
        return operands;
    }
}
