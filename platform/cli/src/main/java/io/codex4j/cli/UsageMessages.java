package io.codex4j.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Say what is wrong with a command line, and what was perhaps meant. */
final class UsageMessages {
    /** Commands of the reference that this program does not have yet; its users will try them. */
    private static final Set<String> MISSING_COMMANDS = Set.of(
            "a",
            "app-server",
            "apply",
            "cloud",
            "execpolicy",
            "fork",
            "login",
            "logout",
            "mcp",
            "mcp-server",
            "resume",
            "review");

    private UsageMessages() {}

    static int print(List<String> words, ParameterException error, PrintStream errors) {
        ParameterException complete = withAllCommands(words, error);
        CommandSpec command = complete.getCommandLine().getCommandSpec();
        errors.println("error: " + sentence(complete));
        String tip = tip(complete);
        if (!tip.isEmpty()) {
            errors.println();
            errors.println("  tip: " + tip);
        }
        errors.println();
        errors.println("Usage: "
                + String.join(System.lineSeparator(), command.usageMessage().customSynopsis()));
        errors.println();
        errors.println("For more information, try `" + command.qualifiedName() + " --help`.");
        return Program.USAGE_ERROR;
    }

    /** The commands were built as far as needed; what was meant may be one of the others. */
    private static ParameterException withAllCommands(List<String> words, ParameterException error) {
        if (!(error instanceof UnmatchedArgumentException)) {
            return error;
        }
        try {
            CommandTree.full().parseArgs(words.toArray(new String[0]));
            return error;
        } catch (ParameterException again) {
            return again;
        }
    }

    private static String sentence(ParameterException error) {
        if (!(error instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return lowerFirst(String.valueOf(error.getMessage()));
        }
        String word = unmatched.getUnmatched().getFirst();
        if (unmatched.isUnknownOption()) {
            return "there is no option `" + word + "` here";
        }
        if (!takesOperands(error)) {
            return MISSING_COMMANDS.contains(word)
                    ? "the command `" + word + "` is not there yet"
                    : "there is no command `" + word + "`";
        }
        return "one argument too many: `" + word + "`";
    }

    private static String tip(ParameterException error) {
        if (!(error instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return "";
        }
        String word = unmatched.getUnmatched().getFirst();
        for (String suggestion : unmatched.getSuggestions()) {
            if (isTypo(word, suggestion) && !MISSING_COMMANDS.contains(word)) {
                return "did you mean `" + suggestion + "`?";
            }
        }
        if (unmatched.isUnknownOption()) {
            return takesOperands(error) ? "to pass it as a value, put `--` in front of it: `-- " + word + "`" : "";
        }
        if (takesOperands(error)) {
            return "put a prompt of several words in quotes";
        }
        CommandLine command = error.getCommandLine();
        return command.getParent() == null ? "to give the agent a task: codex exec \"" + word + " …\"" : "";
    }

    /** Tell whether one letter in three, at most, was added, left out or mistaken for another one. */
    private static boolean isTypo(String word, String meant) {
        int[] previous = new int[meant.length() + 1];
        for (int j = 0; j <= meant.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= word.length(); i++) {
            int[] current = new int[meant.length() + 1];
            current[0] = i;
            for (int j = 1; j <= meant.length(); j++) {
                int replaced = previous[j - 1] + (word.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[meant.length()] <= Math.max(1, meant.length() / 3);
    }

    private static boolean takesOperands(ParameterException error) {
        return !error.getCommandLine().getCommandSpec().positionalParameters().isEmpty();
    }

    private static String lowerFirst(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
