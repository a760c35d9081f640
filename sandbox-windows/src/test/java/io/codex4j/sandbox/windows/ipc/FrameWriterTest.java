package io.codex4j.sandbox.windows.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One write for one frame, whoever writes and whatever goes wrong. */
class FrameWriterTest {
    /** Keeps each write, and counts flushes. */
    private static final class Recorded extends OutputStream {
        final List<byte[]> writes = new ArrayList<>();
        int flushes;

        @Override
        public void write(int oneByte) {
            throw new AssertionError("a frame is written in one piece");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            byte[] copy = new byte[length];
            System.arraycopy(bytes, offset, copy, 0, length);
            writes.add(copy);
        }

        @Override
        public void flush() {
            flushes++;
        }
    }

    @Test
    void eachFrameIsOneWriteAndOneFlush() throws IOException {
        Recorded out = new Recorded();
        FrameWriter writer = new FrameWriter(out);
        RandomMessages messages = new RandomMessages(new SplittableRandom(11));
        List<byte[]> alone = new ArrayList<>();
        for (int index = 0; index < 300; index++) {
            Message message = messages.next();
            writer.write(message);
            alone.add(Wire.write(message));
            assertEquals(index + 1, out.flushes);
        }

        assertEquals(alone.size(), out.writes.size());
        for (int index = 0; index < alone.size(); index++) {
            assertArrayEquals(alone.get(index), out.writes.get(index));
        }
    }

    @Test
    void threadsDoNotMixTheirFrames() throws Exception {
        int threads = 4;
        int each = 2000;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameWriter writer = new FrameWriter(out);
        List<Thread> running = new ArrayList<>();
        List<IOException> failures = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            byte name = (byte) thread;
            running.add(Thread.ofPlatform().start(() -> {
                try {
                    for (int index = 0; index < each; index++) {
                        writer.write(new Message.Stdin(new byte[] {name, (byte) index, (byte) (index >> 8)}));
                    }
                } catch (IOException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            }));
        }
        for (Thread thread : running) {
            thread.join();
        }

        assertEquals(List.of(), failures);
        int[] next = new int[threads];
        FrameReader reader = Wire.reader(out.toByteArray());
        for (Frame frame = reader.read(); frame != null; frame = reader.read()) {
            byte[] data = ((Message.Stdin) frame.message()).data();
            assertEquals(next[data[0]]++, (data[1] & 0xff) | (data[2] & 0xff) << 8);
        }
        assertArrayEquals(new int[] {each, each, each, each}, next);
    }

    @Test
    void messageThatFitsIntoNoFrameIsRefusedAndNothingIsWritten() throws IOException {
        Recorded out = new Recorded();
        FrameWriter writer = new FrameWriter(out);
        int most =
                (Frame.MAX_PAYLOAD - Wire.json("stdin", "{\"data_b64\":\"\"}").length()) / 4 * 3;

        FrameException bytes =
                assertThrows(FrameException.class, () -> writer.write(new Message.Stdin(new byte[most + 1])));
        assertTrue(bytes.getMessage().startsWith("frame too large: 83886"), bytes.getMessage());
        assertThrows(FrameException.class, () -> writer.write(failure("x".repeat(Frame.MAX_PAYLOAD))));
        assertEquals(List.of(), out.writes);

        writer.write(new Message.Terminate());
        writer.write(new Message.Stdin(new byte[most]));
        assertEquals(2, out.writes.size());
        assertArrayEquals(Wire.message("terminate", "{}"), out.writes.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\ud83d\ud83d\ude00"})
    void halfACharacterIsRefusedAndNothingIsWritten(String text) throws IOException {
        Recorded out = new Recorded();
        FrameWriter writer = new FrameWriter(out);
        Message.SpawnRequest full = Requests.full();

        assertThrows(FrameException.class, () -> writer.write(failure(text)));
        assertThrows(
                FrameException.class,
                () -> writer.write(new Message.SpawnRequest(
                        List.of(text),
                        full.cwd(),
                        full.env(),
                        full.permissionProfile(),
                        full.workspaceRoots(),
                        full.codexHome(),
                        full.realCodexHome(),
                        full.capSids(),
                        Optional.empty(),
                        full.timeoutMs(),
                        full.tty(),
                        full.stdinOpen(),
                        Optional.empty())));
        assertEquals(List.of(), out.writes);

        writer.write(new Message.CloseStdin());
        assertArrayEquals(Wire.message("close_stdin", "{}"), out.writes.get(0));
    }

    @Test
    void nothingIsWrittenAfterAFrameThatWasCutOff() {
        IOException cause = new IOException("the pipe is gone");
        int[] writes = {0};
        FrameWriter writer = new FrameWriter(new OutputStream() {
            @Override
            public void write(int oneByte) throws IOException {
                writes[0]++;
                throw cause;
            }
        });

        assertEquals(cause, assertThrows(IOException.class, () -> writer.write(new Message.Terminate())));
        IOException again = assertThrows(IOException.class, () -> writer.write(new Message.Terminate()));
        assertEquals("nothing can be written after a frame that was cut off", again.getMessage());
        assertEquals(1, writes[0]);
    }

    @Test
    void millionSmallFramesGoThrough() throws IOException {
        int frames = 1_000_000;
        // Not kept in one array: what is written is read at once, 1000 frames at a time.
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameWriter writer = new FrameWriter(out);
        Message[] messages = {
            new Message.Stdin(new byte[] {'x'}),
            new Message.Output(new byte[] {'\n'}, Message.Stream.STDOUT),
            new Message.Output(new byte[] {'y'}, Message.Stream.STDERR),
            new Message.Exit(-5, false),
        };
        int read = 0;
        while (read < frames) {
            out.reset();
            for (int index = 0; index < 1000; index++) {
                writer.write(messages[index % messages.length]);
            }
            FrameReader reader = Wire.reader(out.toByteArray());
            for (int index = 0; index < 1000; index++) {
                assertTrue(Wire.same(
                        messages[index % messages.length], reader.read().message()));
                read++;
            }
            assertNull(reader.read());
        }

        assertEquals(frames, read);
    }

    private static Message failure(String text) {
        return new Message.Failure(text, Message.Stage.SPAWN_CHILD, OptionalInt.empty());
    }
}
