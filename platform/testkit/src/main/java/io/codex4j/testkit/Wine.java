package io.codex4j.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;

/**
 * Run programs of Windows, a JVM for Windows among them, on Linux under Wine.
 *
 * <p>Each object is a Wine of its own: a folder that is its drive C and its registry, and processes that see no other Wine.
 * Wine's own processes are running before a test starts one of its own, so that those that a test leaves behind can be
 * told from them. Closing ends all of them. Drive Z is the file system of Linux. Safe for use by several threads.
 *
 * <p>The system property {@code windows.java} names the {@code java.exe}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Wine implements AutoCloseable {
    /** The system property that names the java.exe. */
    public static final String JAVA_PROPERTY = "windows.java";

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final String SECURITY = "wine.security";
    /** Programs that Wine has, but that do nothing: who looks for them must not find them. */
    private static final List<String> STUBS = List.of(
            "windows/system32/WindowsPowerShell/v1.0/powershell.exe",
            "windows/syswow64/WindowsPowerShell/v1.0/powershell.exe");

    private final Path prefix;
    private final Process keeper;

    private Wine(Path prefix, Process keeper) {
        this.prefix = prefix;
        this.keeper = keeper;
    }

    /**
     * Start a Wine.
     *
     * @param prefix its folder, which is made if it is not there: that takes ten seconds and 300 MB
     */
    public static Wine start(Path prefix) {
        Path absolute = prefix.toAbsolutePath().normalize();
        try {
            if (!Files.exists(absolute.resolve("system.reg"))) {
                make(absolute);
            }
            try (InputStream security = Wine.class.getResourceAsStream(SECURITY)) {
                if (security == null) {
                    throw new IOException("there is no resource " + SECURITY);
                }
                Files.copy(security, absolute.resolve(SECURITY), StandardCopyOption.REPLACE_EXISTING);
            }
            // A program that waits for input keeps the services of Wine alive.
            Process keeper = builder(absolute, List.of("wine", "cmd", "/d", "/c", "set /p wait="))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Wine wine = new Wine(absolute, keeper);
            run(absolute, "wine", "cmd", "/d", "/c", "exit");
            return wine;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Path prefix) throws IOException {
        Files.createDirectories(prefix);
        run(prefix, "wineboot", "-i");
        for (String stub : STUBS) {
            Files.deleteIfExists(prefix.resolve("drive_c").resolve(stub));
        }
        run(prefix, "wineserver", "-w");
    }

    /** Return how a program of Windows calls a file of Linux. */
    public static String path(Path file) {
        return "Z:" + file.toAbsolutePath().normalize().toString().replace('/', '\\');
    }

    /** Return the folder of drive C. */
    public Path driveC() {
        return prefix.resolve("drive_c");
    }

    /** Return what must be in the environment of a process for it to run in this Wine. */
    public Map<String, String> environment() {
        return environment(prefix);
    }

    /** Return the command that starts a program of Windows: a name, or a path as Windows has it. */
    public List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        command.add("wine");
        command.addAll(List.of(words));
        return command;
    }

    /** Return the path of the java.exe, as Windows has it. */
    public static String java() {
        String java = System.getProperty(JAVA_PROPERTY);
        if (java == null || !Files.isRegularFile(Path.of(java))) {
            throw new IllegalStateException(
                    "there is no Java for Windows: set -D" + JAVA_PROPERTY + " to a java.exe, not " + java);
        }
        return path(Path.of(java));
    }

    /** Return the options without which a JVM does not run under Wine; Windows needs none of them. */
    public List<String> javaOptions() {
        return List.of(
                "-Djava.security.properties=" + path(prefix.resolve(SECURITY)),
                "-XX:-PrintWarnings",
                // The JDK's HTTP client would look at the interfaces of the network, which this Wine does not have.
                "-Djava.net.preferIPv4Stack=true");
    }

    /**
     * Return the command that starts a JVM.
     *
     * @param classPath folders and jars of Linux
     * @param words further options, the main class and its arguments
     */
    public List<String> java(List<Path> classPath, String... words) {
        StringJoiner paths = new StringJoiner(";");
        classPath.forEach(entry -> paths.add(path(entry)));
        List<String> command = command(java());
        command.addAll(javaOptions());
        command.addAll(List.of("-cp", paths.toString()));
        command.addAll(List.of(words));
        return command;
    }

    /** Prepare to start a command of {@link #command} or {@link #java}. */
    public ProcessBuilder builder(List<String> command) {
        return builder(prefix, command);
    }

    /** End all processes of this Wine. */
    @Override
    public void close() {
        keeper.destroy();
        try {
            // It answers 1 where there is nothing left to end.
            start(prefix, "wineserver", "-k");
            start(prefix, "wineserver", "-w");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path prefix, String... command) throws IOException {
        int status = start(prefix, command);
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", command) + " exited " + status);
        }
    }

    private static int start(Path prefix, String... command) throws IOException {
        Process process = builder(prefix, List.of(command))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " does not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Wine was at work", e);
        }
        return process.exitValue();
    }

    private static ProcessBuilder builder(Path prefix, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment(prefix));
        return builder;
    }

    private static Map<String, String> environment(Path prefix) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("WINEPREFIX", prefix.toString());
        // Without this, Wine talks on standard error.
        environment.put("WINEDEBUG", "-all");
        // Nothing is asked to be installed.
        environment.put("WINEDLLOVERRIDES", "mscoree=;mshtml=");
        return environment;
    }
}
