package io.codex4j.exec;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Hold the streams of the process, and whether each is a terminal.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param environment the environment, for {@code NO_COLOR} and {@code TERM}
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record ExecStreams(
        InputStream in,
        OutputStream out,
        OutputStream err,
        boolean inIsTerminal,
        boolean outIsTerminal,
        boolean errIsTerminal,
        Map<String, String> environment) {

    private static final boolean ON_WINDOWS = File.separatorChar == '\\';

    /**
     * Return the streams of this process.
     *
     * <p>Whether one is a terminal is told by the system properties {@code codex.stdin.tty}, {@code codex.stdout.tty} and
     * {@code codex.stderr.tty}, which a launcher may set to {@code true} or {@code false}; else by the kernel where it
     * has {@code /proc}; on Windows by {@link System#console()}, which would load a terminal library elsewhere; else the
     * answer is no.
     */
    public static ExecStreams system(Map<String, String> environment) {
        return new ExecStreams(
                new FileInputStream(FileDescriptor.in),
                output("stdout", FileDescriptor.out),
                output("stderr", FileDescriptor.err),
                isTerminal("stdin", 0),
                isTerminal("stdout", 1),
                isTerminal("stderr", 2),
                environment);
    }

    /** A console of Windows has a code page, and what we write is UTF-8. */
    private static OutputStream output(String name, FileDescriptor descriptor) {
        FileOutputStream file = new FileOutputStream(descriptor);
        String charset = ON_WINDOWS && hasConsole() ? System.getProperty(name + ".encoding", "") : "";
        return charset.isEmpty() || !Charset.isSupported(charset)
                ? file
                : new ConsoleOutput(file, Charset.forName(charset));
    }

    @SuppressWarnings("SystemConsoleNull") // It does where jdk.console is java.base, as the launcher for Windows says.
    private static boolean hasConsole() {
        return System.console() != null;
    }

    private static boolean isTerminal(String name, int descriptor) {
        String told = System.getProperty("codex." + name + ".tty");
        if (told != null) {
            return Boolean.parseBoolean(told);
        }
        if (ON_WINDOWS) {
            return hasConsole();
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    boolean useColor(ColorMode mode) {
        return switch (mode) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                canMoveCursor() && environment.getOrDefault("NO_COLOR", "").isEmpty();
        };
    }

    /** Tell whether standard error is a terminal that understands more than plain lines. */
    boolean canMoveCursor() {
        return errIsTerminal && !"dumb".equals(environment.get("TERM"));
    }
}
