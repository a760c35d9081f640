package io.codex4j.sandbox.windows.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.windows.ipc.Frame;
import io.codex4j.sandbox.windows.ipc.FrameReader;
import io.codex4j.sandbox.windows.ipc.FrameWriter;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.pipe.PipePair;
import io.codex4j.sandbox.windows.win32.CommandLine;
import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Windows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Be the parent of a command runner that is a process of its own. */
final class RealRunner implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Path home;
    private final Processes.Started process;
    private final PipePair pipes;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final String desktopName = "CodexSandboxDesktop-" + Long.toHexString(System.nanoTime());
    private final Handle desktop;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    RealRunner(Path home) throws Exception {
        this.home = home;
        Handle token = Windows.tokens().open(8);
        pipes = PipePair.create(Windows.pipes(), Windows.tokens().user(token));
        Windows.tokens().close(token);
        desktop = Windows.processes().createDesktop(desktopName, "D:(A;;GA;;;WD)");
        process = Windows.processes()
                .start(java(), CommandLine.of(command(pipes.arguments().toArray(new String[0]))), home.toString());
        pipes.connect(process.id(), () -> false, SOON);
        reader = new FrameReader(pipes.input());
        writer = new FrameWriter(pipes.output());
    }

    private static String java() {
        return System.getProperty("java.home") + "\\bin\\java.exe";
    }

    /** Return the command that starts a runner with few means. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-PrintWarnings",
                "-Xmx40m",
                "-Djava.security.properties=" + System.getProperty("java.security.properties", ""),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                CommandRunner.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    RequestBuilder request(String... command) {
        return new RequestBuilder(home)
                .command(command)
                .cwd(home.toString())
                .env(System.getenv())
                .desktop(Optional.of(desktopName));
    }

    static Map<String, String> environmentWith(String name, String value) {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.put(name, value);
        return environment;
    }

    void send(Message message) throws IOException {
        writer.write(message);
    }

    void sendRaw(byte[] bytes) throws IOException {
        pipes.output().write(bytes);
    }

    Message receive() throws IOException {
        Frame frame = reader.read();
        if (frame == null) {
            throw new IOException("the runner has closed its pipe");
        }
        return frame.message();
    }

    /** Return the process id of the child. */
    int expectReady() throws IOException {
        return assertInstanceOf(Message.SpawnReady.class, receive()).processId();
    }

    /** Return how many bytes of output came before the end. */
    long expectExit(int code, boolean timedOut) throws IOException {
        long total = 0;
        Message message = receive();
        while (message instanceof Message.Output output) {
            total += output.data().length;
            if (stdout.size() < 16 << 20) {
                (output.stream() == Message.Stream.STDOUT ? stdout : stderr).writeBytes(output.data());
            }
            message = receive();
        }
        assertEquals(new Message.Exit(code, timedOut), message);
        return total;
    }

    byte[] stdout() {
        return stdout.toByteArray();
    }

    String text() {
        return stdout.toString(StandardCharsets.UTF_8).strip();
    }

    /** Return the exit code of the runner. */
    int exitCode() throws IOException {
        assertTrue(Windows.processes().awaitEnd(process.handle(), SOON), "the runner does not end");
        return Windows.processes().exitCode(process.handle());
    }

    /** Go away, as a parent does that was killed. */
    void abandon() {
        pipes.close();
    }

    @Override
    public void close() throws IOException {
        abandon();
        exitCode();
        Windows.processes().close(process.handle());
        Windows.processes().closeDesktop(desktop);
    }
}
