package io.codex4j.tools;

import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A process of the machine without a sandbox, in a process group of its own, so that its children can be killed. */
final class LocalProcess implements SandboxedProcess {
    private final Process process;

    LocalProcess(List<String> argv, Path directory, Path home) {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(argv);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            // Login shells must not run the profile of whoever runs the tests: killing it half-way may do harm.
            builder.environment().clear();
            builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", home.toString()));
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    @Override
    public InputStream stdout() {
        return process.getInputStream();
    }

    @Override
    public InputStream stderr() {
        return process.getErrorStream();
    }

    @Override
    public void resize(TerminalSize size) {}

    @Override
    public void interrupt() {
        signal("-INT");
    }

    @Override
    public void kill() {
        signal("-KILL");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, "--", "-" + process.pid())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    @Override
    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public boolean waitFor(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        kill();
    }
}
