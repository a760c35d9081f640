package io.codex4j.sandbox.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM that runs {@link SandboxLauncher}, so that it can be killed, and has descriptors that it inherited. */
final class JvmUnderTest implements AutoCloseable {
    private final Process process;

    private JvmUnderTest(Process process) {
        this.process = process;
    }

    /** Start a JVM in a folder, with file descriptor 9 open. */
    static JvmUnderTest start(Path folder, String mode, String... argv) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "exec \"$@\" 9</etc/passwd 2>&1",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SandboxLauncher.class.getName(),
                mode,
                "--"));
        command.addAll(List.of(argv));
        return new JvmUnderTest(
                new ProcessBuilder(command).directory(folder.toFile()).start());
    }

    /** Run a command in a JVM of its own and return the names of the classes that it loaded. */
    static List<String> loadedClasses(Path folder, String mode, String... argv)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                SandboxLauncher.class.getName(),
                mode,
                "--"));
        command.addAll(List.of(argv));
        try (JvmUnderTest jvm = new JvmUnderTest(
                new ProcessBuilder(command).directory(folder.toFile()).start())) {
            List<String> lines = jvm.output().lines().toList();
            if (jvm.waitFor() != 0
                    || lines.stream().noneMatch(line -> line.contains(SandboxLauncher.class.getName()))) {
                throw new AssertionError("it did not run: " + lines);
            }
            return lines;
        }
    }

    long pid() {
        return process.pid();
    }

    void input(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
    }

    /** Return all that it writes, errors among it. */
    String output() throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = process.getInputStream().read();
        while (next >= 0 && next != '\n') {
            line.append((char) next);
            next = process.getInputStream().read();
        }
        return line.toString();
    }

    int waitFor() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the JVM did not end");
        }
        return process.exitValue();
    }

    /** Kill it as {@code kill -9} does. */
    void killHard() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Ask it to end, as {@code kill} does. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
