package io.codex4j.testkit;

import io.codex4j.api.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * Run the launcher in a {@link Workspace}, watch it, and see that nothing of it is left.
 *
 * <p>The launcher is the program that the system property {@code codex.launcher} names. All waits share one time-out,
 * counted from the start. Closing kills the process and everything that it started. Safe for use by several threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CodexProcess implements AutoCloseable {
    /** The system property that names the launcher. */
    public static final String LAUNCHER_PROPERTY = "codex.launcher";

    private static final String MARKER = "CODEX_TESTKIT_RUN";
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration LONGEST_KILL = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 10;

    private final Process process;
    private final String marker;
    private final Workspace workspace;
    private final Duration timeout;
    private final Deadline deadline;
    private final ProcessOutput stdout;
    private final ProcessOutput stderr;

    private CodexProcess(Process process, String marker, Workspace workspace, Duration timeout) {
        this.process = process;
        this.marker = marker;
        this.workspace = workspace;
        this.timeout = timeout;
        this.deadline = Deadline.in(timeout);
        this.stdout = ProcessOutput.read(process.getInputStream(), "stdout-" + process.pid());
        this.stderr = ProcessOutput.read(process.getErrorStream(), "stderr-" + process.pid());
    }

    /** Prepare to run the launcher with arguments. */
    public static Launch launch(Workspace workspace, String... arguments) {
        return new Launch(workspace, List.of(arguments));
    }

    /** Say how to run the launcher. Not safe for several threads. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public static final class Launch {
        private final Workspace workspace;
        private final List<String> arguments;
        private final Map<String, String> environment;
        private Optional<String> stdin = Optional.empty();
        private Path directory;
        private Duration timeout = Duration.ofSeconds(60);
        private List<String> program = List.of();

        private Launch(Workspace workspace, List<String> arguments) {
            this.workspace = workspace;
            this.arguments = arguments;
            this.environment = new TreeMap<>(workspace.environment());
            this.directory = workspace.root();
        }

        /** Give a text on standard input; otherwise there is none, as from {@code /dev/null}. */
        public Launch stdin(String text) {
            stdin = Optional.of(text);
            return this;
        }

        /** Set a variable of the environment, beside those of the workspace. */
        public Launch environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Start this program with these first arguments, in place of the launcher. */
        public Launch program(List<String> command) {
            program = List.copyOf(command);
            return this;
        }

        /** Start in another folder than the working directory of the workspace. */
        public Launch directory(Path folder) {
            directory = folder;
            return this;
        }

        /** Allow less or more than a minute. */
        public Launch timeout(Duration time) {
            timeout = time;
            return this;
        }

        /** Start the process. */
        public CodexProcess start() {
            String marker = UUID.randomUUID().toString();
            List<String> command = new ArrayList<>(Signals.launchPrefix());
            command.addAll(program.isEmpty() ? List.of(launcher()) : program);
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().put(MARKER, marker);
            if (stdin.isEmpty()) {
                builder.redirectInput(
                        ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            }
            try {
                Process process = builder.start();
                stdin.ifPresent(text -> feed(process, text));
                return new CodexProcess(process, marker, workspace, timeout);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /**
         * Run the process to its end.
         *
         * @throws AssertionError if it does not end in time
         */
        public CodexResult run() throws InterruptedException {
            try (CodexProcess process = start()) {
                return process.await();
            }
        }

        private static String launcher() {
            String launcher = System.getProperty(LAUNCHER_PROPERTY);
            if (launcher == null || !Files.isExecutable(Path.of(launcher))) {
                throw new IllegalStateException("there is no launcher: set -D" + LAUNCHER_PROPERTY
                        + " to the path of a program, not " + launcher);
            }
            return Path.of(launcher).toAbsolutePath().toString();
        }

        private static void feed(Process process, String text) {
            Thread.ofVirtual().name("stdin-" + process.pid()).start(() -> {
                try (OutputStream out = process.getOutputStream()) {
                    out.write(text.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // The process did not want to read all of it, which is its right.
                    return;
                }
            });
        }
    }

    /** Return the id of the process. */
    public long pid() {
        return process.pid();
    }

    /** Return what the process has printed so far. */
    public String stdout() {
        return stdout.text();
    }

    /** Return what the process has printed to standard error so far. */
    public String stderr() {
        return stderr.text();
    }

    /** Return the events that {@code exec --json} has printed so far. */
    public List<JsonObject> events() {
        return CodexResult.events(stdout.lines());
    }

    /**
     * Wait until a text was printed, to either output.
     *
     * @throws AssertionError if it does not come
     */
    public void awaitText(String text) throws InterruptedException {
        awaitValue(
                "the text \"" + text + "\"",
                () -> stdout().contains(text) || stderr().contains(text) ? Optional.of(text) : Optional.empty());
    }

    /**
     * Wait for the first event that has the given type and passes a test, and return it.
     *
     * @throws AssertionError if it does not come
     */
    public JsonObject awaitEvent(String type, Predicate<JsonObject> test) throws InterruptedException {
        return awaitValue(
                "an event " + type,
                () -> events().stream()
                        .filter(event -> event.string("type", "").equals(type) && test.test(event))
                        .findFirst());
    }

    /** Send SIGINT to the process alone, as {@code kill -INT} does. */
    public void interrupt() throws InterruptedException {
        Signals.send(process, "INT");
    }

    /** Send SIGTERM to the process alone. */
    public void terminate() throws InterruptedException {
        Signals.send(process, "TERM");
    }

    /**
     * Wait until the process has ended.
     *
     * <p>Something that it left behind may hold its outputs open; then what was printed until shortly after the end is
     * all.
     *
     * @throws AssertionError if it does not end in time
     */
    public CodexResult await() throws InterruptedException {
        if (!process.waitFor(deadline.millisLeft(), TimeUnit.MILLISECONDS)) {
            throw failure("it did not end within " + timeout);
        }
        Deadline grace = Deadline.in(GRACE);
        stdout.awaitEnd(grace);
        stderr.awaitEnd(grace);
        return new CodexResult(process.exitValue(), stdout(), stderr());
    }

    /**
     * Return what is still running of all that the process started, and itself; returns as soon as nothing is.
     *
     * <p>Found by a variable in their environment, or by their working in this workspace. Linux only.
     *
     * @param patience how long to wait for the last to end
     */
    public List<RunningProcess> survivors(Duration patience) throws InterruptedException {
        Deadline end = Deadline.in(patience);
        List<RunningProcess> survivors = survivors();
        while (!survivors.isEmpty() && !end.isOver()) {
            Thread.sleep(POLL_MILLIS);
            survivors = survivors();
        }
        return survivors;
    }

    /** Kill the process and everything that it started, and wait until they are gone. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        boolean interrupted = false;
        Deadline end = Deadline.in(LONGEST_KILL);
        List<RunningProcess> left = survivors();
        while (!left.isEmpty() && !end.isOver()) {
            left.forEach(RunningProcess::kill);
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = survivors();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException("cannot be killed: " + left);
        }
    }

    private List<RunningProcess> survivors() {
        return RunningProcess.find(MARKER + "=" + marker, workspace::holds);
    }

    private <T> T awaitValue(String what, Supplier<Optional<T>> look) throws InterruptedException {
        while (true) {
            // Asked before looking, so that nothing can come between the last look and the end.
            boolean last = stdout.isEnded() && stderr.isEnded();
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (last) {
                throw failure("it ended before " + what + " came");
            }
            if (deadline.isOver()) {
                throw failure(what + " did not come within " + timeout);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private AssertionError failure(String problem) {
        return new AssertionError(
                "process " + pid() + ": " + problem + "\n--- stdout\n" + stdout() + "\n--- stderr\n" + stderr());
    }
}
