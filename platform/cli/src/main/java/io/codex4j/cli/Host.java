package io.codex4j.cli;

import io.codex4j.exec.ExecStreams;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command sees of the process that it runs in.
 *
 * @param environment all variables
 * @param directory working directory, absolute
 * @param streams the standard streams as they are
 * @param output standard output as text, always UTF-8
 * @param errors standard error as text, always UTF-8
 */
record Host(
        Map<String, String> environment, Path directory, ExecStreams streams, PrintStream output, PrintStream errors) {

    static Host ofThisProcess() {
        Map<String, String> environment = System.getenv();
        return of(environment, Path.of("").toAbsolutePath(), ExecStreams.system(environment));
    }

    /** Our own text streams, since those of the JVM follow the locale: what we print is UTF-8 under LANG=C, too. */
    static Host of(Map<String, String> environment, Path directory, ExecStreams streams) {
        return new Host(
                environment,
                directory,
                streams,
                new PrintStream(streams.out(), true, StandardCharsets.UTF_8),
                new PrintStream(streams.err(), true, StandardCharsets.UTF_8));
    }

    /** Return the absolute path of a file that the command line names. */
    Path resolve(String file) throws CommandFailure {
        try {
            return directory.resolve(file).normalize();
        } catch (InvalidPathException e) {
            throw CommandFailure.error("`" + file + "` is no path: " + e.getReason());
        }
    }
}
