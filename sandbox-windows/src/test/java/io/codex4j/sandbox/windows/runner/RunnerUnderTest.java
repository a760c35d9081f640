package io.codex4j.sandbox.windows.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.windows.ipc.Frame;
import io.codex4j.sandbox.windows.ipc.FrameReader;
import io.codex4j.sandbox.windows.ipc.FrameWriter;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.pipe.PipeInput;
import io.codex4j.sandbox.windows.pipe.PipeOutput;
import io.codex4j.sandbox.windows.win32.MemoryPipes;
import io.codex4j.sandbox.windows.win32.Pipes;
import io.codex4j.sandbox.windows.win32.RecordedProcesses;
import io.codex4j.sandbox.windows.win32.RecordedTokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Be the parent of a session of the runner whose child is a thread. */
final class RunnerUnderTest {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final RecordedTokens tokens = new RecordedTokens(calls);
    final RecordedProcesses processes = new RecordedProcesses(calls);

    private final Path home;
    private final MemoryPipes link = new MemoryPipes();
    private final OutputStream toRunner;
    private final PipeInput fromRunner;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final FutureTask<Integer> session;
    private final BlockingQueue<Message.ToParent> heard = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private boolean listening;

    RunnerUnderTest(Path home, InputBacklog.Limits limits) {
        this.home = home;
        Pipes.Ends in = link.create();
        Pipes.Ends out = link.create();
        toRunner = new PipeOutput(link, in.write());
        fromRunner = new PipeInput(link, out.read());
        PipeOutput outOfRunner = new PipeOutput(link, out.write());
        RunnerSession serving = new RunnerSession(
                tokens,
                processes,
                processes.pipes,
                new PipeInput(link, in.read()),
                outOfRunner,
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                limits);
        session = new FutureTask<>(() -> {
            try {
                return serving.run();
            } finally {
                outOfRunner.close();
            }
        });
        Thread.ofPlatform().daemon().start(session);
    }

    RequestBuilder request() {
        return new RequestBuilder(home);
    }

    void send(Message message) throws IOException {
        new FrameWriter(toRunner).write(message);
    }

    void sendRaw(byte[] bytes) throws IOException {
        toRunner.write(bytes);
    }

    static byte[] frame(String json) {
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[payload.length + 4];
        frame[0] = (byte) payload.length;
        frame[1] = (byte) (payload.length >> 8);
        System.arraycopy(payload, 0, frame, 4, payload.length);
        return frame;
    }

    private synchronized void listen() {
        if (!listening) {
            listening = true;
            FrameReader reader = new FrameReader(fromRunner);
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (Frame frame = reader.read(); frame != null; frame = reader.read()) {
                        assertEquals(Frame.VERSION, frame.version());
                        heard.add((Message.ToParent) frame.message());
                    }
                } catch (IOException e) {
                    // The test has closed its end.
                    return;
                }
            });
        }
    }

    Message.ToParent receive() throws InterruptedException {
        Message.ToParent message = receiveWithin(20_000);
        if (message == null) {
            throw new AssertionError("nothing was heard; errors: " + errors() + ", calls: " + calls);
        }
        return message;
    }

    Message.@Nullable ToParent receiveWithin(long milliseconds) throws InterruptedException {
        listen();
        return heard.poll(milliseconds, TimeUnit.MILLISECONDS);
    }

    void expectReady() throws InterruptedException {
        assertTrue(assertInstanceOf(Message.SpawnReady.class, receive()).processId() > 0);
    }

    /** Take the output, and the end. */
    void expectExit(int code, boolean timedOut) throws InterruptedException {
        Message.ToParent message = receive();
        while (message instanceof Message.Output output) {
            (output.stream() == Message.Stream.STDOUT ? stdout : stderr).writeBytes(output.data());
            message = receive();
        }
        assertEquals(new Message.Exit(code, timedOut), message);
    }

    void expectFailure(Message.Stage stage, String words, OptionalInt code) throws InterruptedException {
        Message.Failure failure = assertInstanceOf(Message.Failure.class, receive());
        assertEquals(stage, failure.stage());
        assertTrue(failure.message().contains(words), failure.message());
        assertEquals(code, failure.windowsErrorCode());
    }

    String stdout() {
        return stdout.toString(StandardCharsets.UTF_8);
    }

    String stderr() {
        return stderr.toString(StandardCharsets.UTF_8);
    }

    String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    String log() throws IOException {
        List<Path> logs = new ArrayList<>();
        try (Stream<Path> files = Files.list(home)) {
            files.filter(file -> file.getFileName().toString().matches("sandbox\\.\\d{4}-\\d\\d-\\d\\d\\.log"))
                    .forEach(logs::add);
        }
        return logs.isEmpty() ? "" : Files.readString(logs.getFirst());
    }

    int exitCode() throws Exception {
        return session.get(20, TimeUnit.SECONDS);
    }

    void closeInput() throws IOException {
        toRunner.close();
    }

    void closeOutput() {
        fromRunner.close();
    }

    void close() throws Exception {
        closeInput();
        closeOutput();
        exitCode();
    }
}
