package io.codex4j.cli;

import io.codex4j.exec.ExecStreams;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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

    private static final String KEPT = "CODEX_KEPT_";
    private static final String JAVA_OPTIONS = "CODEX_JAVA_OPTIONS";
    private static final String LAUNCHER = "CODEX_LAUNCHER_";

    /** The variables that are looked up here by these names, however Windows writes them. */
    private static final Set<String> NAMES = Set.of(
            "PATH",
            "PATHEXT",
            "COMSPEC",
            "PROGRAMDATA",
            "USERPROFILE",
            "TEMP",
            "TMP",
            "CODEX_HOME",
            "CODEX_DEBUG",
            "CODEX_API_KEY",
            "OPENAI_API_KEY",
            "OPENAI_BASE_URL",
            "NO_COLOR",
            "TERM");

    static Host ofThisProcess() {
        Map<String, String> environment = withoutLauncher(System.getenv());
        if (File.separatorChar == '\\') {
            environment = inOneSpelling(environment);
        }
        return of(environment, Path.of("").toAbsolutePath(), ExecStreams.system(environment));
    }

    /**
     * Return the variables as the user has them. The launcher keeps those from the JVM that it would obey, or announce on
     * standard error, under other names; commands that we run get them back.
     */
    static Map<String, String> withoutLauncher(Map<String, String> environment) {
        Map<String, String> own = new HashMap<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(KEPT) && !name.startsWith(LAUNCHER) && !name.equals(JAVA_OPTIONS)) {
                own.put(variable.getKey(), variable.getValue());
            }
        }
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (variable.getKey().startsWith(KEPT)) {
                own.put(variable.getKey().substring(KEPT.length()), variable.getValue());
            }
        }
        return own;
    }

    /** Windows sees no difference between {@code Path} and {@code PATH}; maps do. The other names stay as they are. */
    static Map<String, String> inOneSpelling(Map<String, String> environment) {
        Map<String, String> spelled = new HashMap<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String upper = variable.getKey().toUpperCase(Locale.ROOT);
            spelled.put(NAMES.contains(upper) ? upper : variable.getKey(), variable.getValue());
        }
        return spelled;
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
