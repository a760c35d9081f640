package io.codex4j.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Read {@code -i FILE...}: the first word and all further ones that are files, each perhaps a list with commas.
 *
 * <p>A word that is no file ends the list, so that {@code -i a.png "What is this?"} does not swallow the prompt.
 */
final class ImageConsumer implements IParameterConsumer {
    @Override
    @SuppressWarnings("JdkObsolete") // the type is picocli's
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
        List<String> files = new ArrayList<>();
        List<String> earlier = option.getValue();
        if (earlier != null) {
            files.addAll(earlier);
        }
        if (arguments.isEmpty() || isOption(arguments.peek())) {
            throw new MissingParameterException(command.commandLine(), option, "-i needs the name of a file");
        }
        boolean first = true;
        while (!arguments.isEmpty() && (first || isFurtherFile(arguments.peek(), command))) {
            for (String file : arguments.pop().split(",", -1)) {
                files.add(file);
            }
            first = false;
        }
        option.setValue(files);
    }

    private static boolean isFurtherFile(String word, CommandSpec command) {
        if (isOption(word) || word.isEmpty() || command.subcommands().containsKey(word)) {
            return false;
        }
        int comma = word.indexOf(',');
        String file = comma < 0 ? word : word.substring(0, comma);
        try {
            return Files.isRegularFile(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isOption(String word) {
        return word.startsWith("-") && word.length() > 1;
    }
}
