package io.codex4j.sandbox.windows.runner;

import static io.codex4j.sandbox.windows.runner.FakeRunners.afterRequest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.runner.FakeRunners.Behaviour;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens once the child runs. */
class SessionTest extends ElevatedCommandsFixture {
    private static final StandardStreams TERMINAL = new StandardStreams.Terminal(TerminalSize.DEFAULT);

    @Test
    void keepsOutputAndErrorsApartAndInOrder() throws Exception {
        try (SandboxedProcess process = start(afterRequest(link ->
                link.ready().output("a").errors("x").output("b").errors("y").exit(3)))) {
            assertEquals("ab", text(process.stdout()));
            assertEquals("xy", text(process.stderr()));
            assertEquals(3, process.waitFor());
            assertEquals(OptionalInt.of(3), process.exitCode());
            assertTrue(process.waitFor(Duration.ZERO));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 192, -1, -5, -1073741819, Integer.MAX_VALUE})
    void theExitCodeIsTheChilds(int code) throws Exception {
        try (SandboxedProcess process = start(afterRequest(link -> link.ready().exit(code)))) {
            assertEquals(code, process.waitFor());
        }
    }

    @Test
    void theExitCodeIsUnknownWhileTheChildRuns() throws Exception {
        try (SandboxedProcess process = start(afterRequest(link -> {
            link.ready();
            link.hear();
        }))) {
            assertEquals(OptionalInt.empty(), process.exitCode());
            assertFalse(process.waitFor(Duration.ofMillis(10)));
        }
    }

    @Test
    void inputArrivesAsWrittenAndThenEnds() throws Exception {
        List<Message> heard = new ArrayList<>();
        try (SandboxedProcess process = start(echo(heard))) {
            OutputStream stdin = process.stdin();
            stdin.write("hello\n".getBytes(StandardCharsets.UTF_8));
            stdin.write('!');
            stdin.close();

            assertEquals("hello\n!", text(process.stdout()));
            assertEquals(0, process.waitFor());
            assertEquals(new Message.CloseStdin(), heard.getLast());
            assertThrows(IOException.class, () -> stdin.write(1));
        }
    }

    @Test
    void muchInputArrivesWhole() throws Exception {
        byte[] much = new byte[3_000_017];
        for (int index = 0; index < much.length; index++) {
            much[index] = (byte) (index * 31 >> 3);
        }
        try (SandboxedProcess process = start(echo(new ArrayList<>()))) {
            Thread.ofPlatform().daemon().start(() -> {
                try (OutputStream stdin = process.stdin()) {
                    stdin.write(much);
                } catch (IOException e) {
                    // Then it does not arrive.
                    return;
                }
            });
            assertArrayEquals(much, process.stdout().readAllBytes());
        }
    }

    @Test
    void onATerminalEveryEndOfALineIsTheKeyEnter() throws Exception {
        try (SandboxedProcess process = start(echo(new ArrayList<>()), POLICY, TERMINAL)) {
            process.stdin().write("a\nb\r\nc\r".getBytes(StandardCharsets.UTF_8));
            process.stdin().write("\n\n".getBytes(StandardCharsets.UTF_8));

            assertEquals("a\rb\rc\r\r", new String(process.stdout().readNBytes(7), StandardCharsets.UTF_8));
            process.kill();
            assertEquals("", text(process.stderr()));
        }
    }

    @Test
    void onlyATerminalHasASize() throws Exception {
        List<Message> heard = new ArrayList<>();
        try (SandboxedProcess process = start(echo(heard))) {
            process.resize(new TerminalSize(10, 10));
            process.stdin().close();
            process.waitFor();
        }
        assertEquals(List.of(new Message.CloseStdin()), heard);
    }

    @Test
    void aTerminalIsResized() throws Exception {
        Behaviour behaviour = afterRequest(link -> {
            link.ready();
            assertEquals(new Message.Resize(new TerminalSize(10, 11)), link.hear());
            link.exit(0);
        });
        try (SandboxedProcess process = start(behaviour, POLICY, TERMINAL)) {
            process.resize(new TerminalSize(10, 11));
            assertEquals(0, process.waitFor());
        }
    }

    @Test
    void interruptTypesCtrlCOnATerminal() throws Exception {
        Behaviour behaviour = afterRequest(link -> {
            link.ready();
            Message.Stdin typed = (Message.Stdin) link.hear();
            link.exit(typed.data()[0]);
        });
        try (SandboxedProcess process = start(behaviour, POLICY, TERMINAL)) {
            process.interrupt();
            assertEquals(3, process.waitFor());
        }
    }

    @Test
    void interruptEndsAChildWithPipes() throws Exception {
        try (SandboxedProcess process = start(terminable(new CountDownLatch(0)))) {
            process.interrupt();
            assertEquals(1, process.waitFor());
        }
    }

    @Test
    void killOvertakesInputThatWaits() throws Exception {
        CountDownLatch flooded = new CountDownLatch(1);
        AtomicLong input = new AtomicLong();
        Behaviour behaviour = afterRequest(link -> {
            link.ready();
            flooded.await();
            for (Message message = link.hear(); !(message instanceof Message.Terminate); message = link.hear()) {
                input.addAndGet(((Message.Stdin) message).data().length);
            }
            link.exit(1);
        });
        try (SandboxedProcess process = start(behaviour)) {
            Thread writer = flood(process);
            Thread.sleep(50);
            process.kill();
            flooded.countDown();

            assertEquals(1, process.waitFor());
            writer.join();
            assertTrue(input.get() < 200_000, "input before the end: " + input);
        }
    }

    @Test
    void aRunnerThatDoesNotReadIsEndedWhenTheChildIsKilled() throws Exception {
        try (SandboxedProcess process = start(afterRequest(link -> {
            link.ready();
            FakeRunners.Link.sleep();
        }))) {
            Thread writer = flood(process);
            process.kill();

            assertTrue(process.waitFor(Duration.ofSeconds(5)));
            assertEquals(1, process.waitFor());
            assertEquals("", text(process.stderr()));
            writer.join();
        }
    }

    @Test
    void aSlowReaderSlowsTheChildAndLosesNothing() throws Exception {
        AtomicLong written = new AtomicLong();
        byte[] block = new byte[10_000];
        try (SandboxedProcess process = start(afterRequest(link -> {
            link.ready();
            for (int index = 0; index < 1000; index++) {
                link.say(new Message.Output(block, Message.Stream.STDOUT));
                written.addAndGet(block.length);
            }
            link.exit(0);
        }))) {
            Thread.sleep(200);
            assertTrue(written.get() < 2 * OutputQueue.CAPACITY, "written unread: " + written);
            assertEquals(10_000_000, process.stdout().readAllBytes().length);
            assertEquals(0, process.waitFor());
        }
    }

    @Test
    void killWorksWhileNobodyReads() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        try (SandboxedProcess process = start(terminable(stopped))) {
            Thread.sleep(100);
            process.kill();

            assertTrue(process.waitFor(Duration.ofSeconds(10)));
            assertTrue(stopped.await(1, TimeUnit.SECONDS));
            assertEquals(1, process.waitFor());
        }
    }

    @Test
    void closingWorksWhileNobodyReads() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        SandboxedProcess process = start(terminable(stopped));
        Thread.sleep(100);

        process.close();

        assertTrue(stopped.await(1, TimeUnit.SECONDS));
        assertEquals(OptionalInt.of(1), process.exitCode());
        process.close();
    }

    @Test
    void aMillionSmallFramesArriveAndAreBoundedWhileNobodyReads() throws Exception {
        AtomicLong written = new AtomicLong();
        try (SandboxedProcess process = start(afterRequest(link -> {
            link.ready();
            byte[] frame = frameOf("x");
            byte[] many = new byte[frame.length * 1000];
            for (int index = 0; index < many.length; index++) {
                many[index] = frame[index % frame.length];
            }
            for (int index = 0; index < 1000; index++) {
                link.bytes(many);
                written.addAndGet(1000);
            }
            link.exit(0);
        }))) {
            Thread.sleep(100);
            assertTrue(written.get() < 100_000, "frames unread: " + written);
            assertEquals(1_000_000, process.stdout().readAllBytes().length);
        }
    }

    private static byte[] frameOf(String base64Input) {
        byte[] payload = ("{\"version\":6,\"type\":\"output\",\"payload\":{\"data_b64\":\""
                        + Base64.getEncoder().encodeToString(base64Input.getBytes(StandardCharsets.UTF_8))
                        + "\",\"stream\":\"stdout\"}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] frame = Arrays.copyOf(FakeRunners.Link.header(payload.length), 4 + payload.length);
        System.arraycopy(payload, 0, frame, 4, payload.length);
        return frame;
    }

    @Test
    void aRunnerThatGoesBeforeTheExitIsAnError() throws Exception {
        try (SandboxedProcess process = start(afterRequest(link -> link.ready().output("a")))) {
            assertEquals("a", text(process.stdout()));
            assertTrue(text(process.stderr()).startsWith("runner error: "));
            assertEquals(-1, process.waitFor());
        }
    }

    @Test
    void theErrorIsToldBehindOutputThatNobodyHasRead() throws Exception {
        try (SandboxedProcess process = start(afterRequest(link -> {
            link.ready();
            for (int index = 0; index < 21; index++) {
                link.errors("x".repeat(50_000));
            }
        }))) {
            assertEquals(-1, process.waitFor());
            String errors = text(process.stderr());
            assertTrue(errors.contains("xrunner error: "), errors.substring(errors.length() - 100));
        }
    }

    @Test
    void anErrorAfterReadyIsAnError() throws Exception {
        try (SandboxedProcess process = start(afterRequest(link -> link.ready()
                .say(new Message.Failure("lost\u001bit", Message.Stage.WRITE_SPAWN_READY, OptionalInt.empty()))))) {
            assertEquals("runner error: lost it\n", text(process.stderr()));
            assertEquals(-1, process.waitFor());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\":6,\"type\":\"unknown\",\"payload\":{}}",
                "nonsense",
                "{\"version\":6,\"type\":\"spawn_ready\",\"payload\":{\"process_id\":1}}",
                "{\"version\":6,\"type\":\"close_stdin\",\"payload\":{}}",
                "{\"version\":6,\"type\":\"exit\",\"payload\":{\"exit_code\":2147483648,\"timed_out\":false}}",
            })
    void whatIsNoAnswerEndsTheSession(String json) throws Exception {
        try (SandboxedProcess process = start(afterRequest(link -> {
            link.ready().output("a").frame(json);
            FakeRunners.Link.sleep();
        }))) {
            assertEquals("a", text(process.stdout()));
            assertTrue(text(process.stderr()).startsWith("runner error: "));
            assertEquals(-1, process.waitFor());
        }
    }

    @Test
    void outputThatCannotBeDecodedIsDropped() throws Exception {
        try (SandboxedProcess process = start(afterRequest(link -> link.ready()
                .frame("{\"version\":6,\"type\":\"output\",\"payload\":{\"data_b64\":\"!!\",\"stream\":\"stdout\"}}")
                .output("b")
                .exit(0)))) {
            assertEquals("b", text(process.stdout()));
            assertEquals(0, process.waitFor());
        }
    }

    @Test
    void aRunnerThatSaysExitAndStaysIsEnded() throws Exception {
        try (SandboxedProcess process = start(afterRequest(link -> {
            link.ready().exit(0);
            FakeRunners.Link.sleep();
        }))) {
            assertEquals(0, process.waitFor());
        }
    }

    @Test
    void aTimeLimitIsTheRunnersBusiness() throws Exception {
        Behaviour behaviour = afterRequest(link -> link.ready().say(new Message.Exit(192, true)));
        try (SandboxedProcess process = start(behaviour, limited(Duration.ZERO), StandardStreams.PIPES)) {
            assertEquals(192, process.waitFor());
        }
    }

    @Test
    void aRunnerThatForgetsTheTimeIsEnded() throws Exception {
        Behaviour behaviour = afterRequest(link -> {
            link.ready();
            FakeRunners.Link.sleep();
        });
        try (SandboxedProcess process = start(behaviour, limited(Duration.ZERO), StandardStreams.PIPES)) {
            assertTrue(process.waitFor(Duration.ofSeconds(20)));
            assertEquals(192, process.waitFor());
        }
    }

    @Test
    void inheritedStreamsAreTheCallers() throws Exception {
        Behaviour behaviour = afterRequest(link -> {
            link.ready();
            Message.Stdin typed = (Message.Stdin) link.hear();
            assertEquals(new Message.CloseStdin(), link.hear());
            link.say(new Message.Output(typed.data(), Message.Stream.STDOUT))
                    .errors("oops")
                    .exit(5);
        });
        try (SandboxedProcess process = start(behaviour, POLICY, StandardStreams.INHERITED)) {
            assertEquals(5, process.waitFor());
            assertEquals("typed", callerOut.toString(StandardCharsets.UTF_8));
            assertEquals("oops", callerErrors.toString(StandardCharsets.UTF_8));
            assertEquals("", text(process.stdout()));
            assertEquals("", text(process.stderr()));
        }
    }

    @Test
    void aChildEndsThoughTheCallersInputDoesNot() throws Exception {
        callerIn = new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return -1;
            }
        };
        Behaviour behaviour = afterRequest(link -> link.ready().output("a").exit(0));
        try (SandboxedProcess process = start(behaviour, POLICY, StandardStreams.INHERITED)) {
            assertEquals(0, process.waitFor());
            assertEquals("a", callerOut.toString(StandardCharsets.UTF_8));
        }
    }

    /** Sends back its input. */
    private static Behaviour echo(List<Message> heard) {
        return afterRequest(link -> {
            link.ready();
            while (true) {
                Message message = link.hear();
                heard.add(message);
                if (message instanceof Message.Stdin input) {
                    link.say(new Message.Output(input.data(), Message.Stream.STDOUT));
                } else if (message instanceof Message.CloseStdin) {
                    link.exit(0);
                    return;
                }
            }
        });
    }

    /** Writes without end until it is told to stop. */
    private static Behaviour terminable(CountDownLatch stopped) {
        return afterRequest(link -> {
            link.ready();
            Thread output = Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (stopped.getCount() > 0) {
                        link.output("x".repeat(10_000));
                    }
                } catch (IOException e) {
                    // The parent is gone.
                    return;
                }
            });
            assertEquals(new Message.Terminate(), link.hear());
            stopped.countDown();
            output.join();
            link.exit(1);
        });
    }

    private static Thread flood(SandboxedProcess process) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                process.stdin().write(new byte[10_000_000]);
            } catch (IOException e) {
                // The child was ended.
                return;
            }
        });
    }
}
