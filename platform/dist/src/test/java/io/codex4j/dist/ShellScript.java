package io.codex4j.dist;

import io.codex4j.testkit.CodexProcess;
import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Starts the launcher in ways that a mere list of arguments cannot say: limits, descriptors, pipes, links. */
final class ShellScript {
    private static final long LONGEST_SECONDS = 60;

    private ShellScript() {}

    /** Run a script of {@code /bin/sh} in the world of a workspace; {@code $CODEX} is the path of the launcher. */
    static CodexResult run(Workspace workspace, String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script)
                .directory(workspace.root().toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(workspace.environment());
        builder.environment().put("CODEX", launcher().toString());
        Process process = builder.start();
        try {
            FutureTask<String> output = read(process.getInputStream());
            FutureTask<String> errors = read(process.getErrorStream());
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("this did not end: " + script);
            }
            return new CodexResult(process.exitValue(), text(output), text(errors));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** What a script left running may hold its outputs open: wait for their end, but not for ever. */
    private static String text(FutureTask<String> stream) throws Exception {
        return stream.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    /** Return what still runs in a folder; returns as soon as nothing does. */
    static List<String> workingIn(Path folder, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        List<String> found = workingIn(folder);
        while (!found.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(20);
            found = workingIn(folder);
        }
        return found;
    }

    private static List<String> workingIn(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> isIn(folder, process))
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse(""))
                .toList();
    }

    private static boolean isIn(Path folder, ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .startsWith(folder);
        } catch (IOException e) {
            // Ended meanwhile, or somebody else's.
            return false;
        }
    }

    static Path launcher() {
        return Path.of(System.getProperty(CodexProcess.LAUNCHER_PROPERTY)).toAbsolutePath();
    }

    private static FutureTask<String> read(InputStream stream) {
        FutureTask<String> text = new FutureTask<>(() -> new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        Thread.ofVirtual().start(text);
        return text;
    }
}
