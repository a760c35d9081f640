package io.codex4j.sandbox.windows;

import io.codex4j.sandbox.ResourceLimits;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Run a few commands through a command runner, ours or another one, and print each with what came of it. */
final class RunnerCases {
    private static final SandboxPolicy POLICY = SandboxPolicy.readOnly();

    private final ElevatedBackend backend;
    private final Path directory;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private RunnerCases(ElevatedBackend backend, Path directory) {
        this.backend = backend;
        this.directory = directory;
    }

    private interface Steps {
        void run(SandboxedProcess process) throws Exception;
    }

    /** Run them: a folder for {@code CODEX_HOME}, then the command of the runner; without one it is ours. */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        WindowsSettings settings = new WindowsSettings(
                home,
                System.getenv(),
                Optional.empty(),
                true,
                Arrays.asList(arguments).subList(1, arguments.length));
        ElevatedBackend backend = CallerPreparations.backend(settings);
        try {
            new RunnerCases(backend, home).run();
        } finally {
            backend.close();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        Steps nothing = process -> {};
        show("output and exit code", POLICY, nothing, "cmd.exe", "/c", "echo hi& echo oops 1>&2& exit 3");
        show("input", POLICY, RunnerCases::type, "cmd.exe", "/v:on", "/c", "set /p word=& echo got !word!");
        show("terminate", POLICY, SandboxedProcess::kill, "cmd.exe", "/c", "set /p word=");
        show(
                "terminate behind unread input",
                POLICY,
                RunnerCases::floodAndKill,
                "cmd.exe",
                "/c",
                "ping -n 60 127.0.0.1");
        SandboxPolicy second = POLICY.withLimits(new ResourceLimits(
                Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.of(Duration.ofSeconds(1))));
        show("time-out after a second", second, nothing, "cmd.exe", "/c", "set /p word=");
        show("missing program", POLICY, nothing, "no-such-program.exe");
    }

    private static void type(SandboxedProcess process) throws Exception {
        process.stdin().write("hello\r\n".getBytes(StandardCharsets.UTF_8));
        process.stdin().close();
    }

    /** The child does not read: much input waits when it is to be ended. */
    private static void floodAndKill(SandboxedProcess process) throws Exception {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                process.stdin().write(new byte[4 << 20]);
            } catch (IOException e) {
                // It was ended.
                return;
            }
        });
        Thread.sleep(500);
        process.kill();
    }

    private void show(String title, SandboxPolicy policy, Steps steps, String... argv) throws Exception {
        out.println("== " + title);
        out.println("$ " + String.join(" ", argv));
        SandboxCommand command = new SandboxCommand(List.of(argv), directory, System.getenv(), StandardStreams.PIPES);
        long begin = System.nanoTime();
        try (SandboxedProcess process = backend.start(command, policy)) {
            long ready = System.nanoTime();
            steps.run(process);
            String output = new String(process.stdout().readAllBytes(), StandardCharsets.UTF_8);
            String errors = new String(process.stderr().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            long end = System.nanoTime();
            out.println("stdout: " + output.strip());
            out.println("stderr: " + errors.strip());
            out.println("exit code " + code + ", ready after " + milliseconds(begin, ready) + " ms, ended after "
                    + milliseconds(ready, end) + " ms more");
        } catch (SandboxException e) {
            out.println("refused (" + e.reason() + "): " + e.getMessage());
        }
    }

    private static long milliseconds(long begin, long end) {
        return (end - begin) / 1_000_000;
    }
}
