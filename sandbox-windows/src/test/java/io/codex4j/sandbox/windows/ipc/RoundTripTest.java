package io.codex4j.sandbox.windows.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written is read again as the same. */
class RoundTripTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomMessagesComeBackAsTheyWere(long seed) throws IOException {
        RandomMessages messages = new RandomMessages(new SplittableRandom(seed));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameWriter writer = new FrameWriter(out);
        List<Message> written = new ArrayList<>();
        for (int index = 0; index < 2000; index++) {
            Message message = messages.next();
            writer.write(message);
            written.add(message);
        }
        FrameReader reader = new FrameReader(inPieces(out.toByteArray(), new SplittableRandom(seed)));

        for (Message message : written) {
            Frame frame = reader.read();
            assertEquals(Frame.VERSION, frame.version());
            assertTrue(Wire.same(message, frame.message()), () -> message + " became " + frame.message());
        }
        assertNull(reader.read());
    }

    private static InputStream inPieces(byte[] bytes, SplittableRandom random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, random.nextInt(1, 20_000)));
            }
        };
    }

    /** The short way for frames that carry bytes, and the general one, which a space sends them on, agree. */
    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void bothWaysOfReadingBytesAgree(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int index = 0; index < 500; index++) {
            byte[] data = new byte[random.nextInt(3000)];
            random.nextBytes(data);
            for (Message message : List.of(
                    new Message.Stdin(data),
                    new Message.Output(data, Message.Stream.STDOUT),
                    new Message.Output(data, Message.Stream.STDERR))) {
                String json = Wire.text(message);

                assertTrue(Wire.same(message, Wire.read(Wire.frame(json))));
                assertTrue(Wire.same(message, Wire.read(Wire.frame(json + " "))));
                assertTrue(Wire.same(message, Wire.read(Wire.frame(json.replace(":6,", ": 6,")))));
            }
        }
    }

    @Test
    void bytesUpToTheLimitOfAFrameComeBack() throws IOException {
        // 8 MiB less the text around the bytes, at three bytes for four characters.
        byte[] data = new byte
                [(Frame.MAX_PAYLOAD - Wire.json("stdin", "{\"data_b64\":\"\"}").length()) / 4 * 3];
        new SplittableRandom(8).nextBytes(data);

        assertArrayEquals(data, ((Message.Stdin) Wire.read(Wire.write(new Message.Stdin(data)))).data());
    }
}
