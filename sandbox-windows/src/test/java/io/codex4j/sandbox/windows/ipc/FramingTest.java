package io.codex4j.sandbox.windows.ipc;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths, ends of the stream, and what stands around every payload. */
class FramingTest {
    private static final byte[] TERMINATE = Wire.message("terminate", "{}");
    private static final String JSON = Wire.json("terminate", "{}");

    @Test
    void lengthIsFourBytesTheLowestFirst() throws IOException {
        byte[] frame = Wire.write(new Message.Stdin(new byte[300]));
        int length = frame.length - 4;

        assertTrue(length > 255);
        assertArrayEquals(new byte[] {(byte) length, (byte) (length >> 8), 0, 0}, Arrays.copyOf(frame, 4));
    }

    @Test
    void framesFollowEachOtherWithoutAnythingBetween() throws FrameException {
        FrameReader reader = Wire.reader(TERMINATE, Wire.message("close_stdin", "{}"), TERMINATE);

        assertEquals(new Frame(6, new Message.Terminate()), reader.read());
        assertEquals(new Frame(6, new Message.CloseStdin()), reader.read());
        assertEquals(new Frame(6, new Message.Terminate()), reader.read());
        assertNull(reader.read());
        assertNull(reader.read());
    }

    @Test
    void framesMayComeByteByByte() throws IOException {
        byte[] frames = Wire.join(TERMINATE, Wire.write(new Message.Stdin(new byte[] {1, 2, 3})), TERMINATE);
        FrameReader reader = new FrameReader(new ByteArrayInputStream(frames) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(1, length));
            }
        });

        assertEquals(new Frame(6, new Message.Terminate()), reader.read());
        assertInstanceOf(Message.Stdin.class, reader.read().message());
        assertEquals(new Frame(6, new Message.Terminate()), reader.read());
        assertNull(reader.read());
    }

    @Test
    void framesOfAllSizesAroundTheBufferFitTogether() throws IOException {
        byte[][] frames = new byte[200][];
        for (int index = 0; index < frames.length; index++) {
            frames[index] = Wire.write(new Message.Stdin(filled(index * 977 % 70_000, index)));
        }
        FrameReader reader = Wire.reader(frames);

        for (int index = 0; index < frames.length; index++) {
            Message.Stdin stdin = (Message.Stdin) reader.read().message();
            assertArrayEquals(filled(index * 977 % 70_000, index), stdin.data());
        }
        assertNull(reader.read());
    }

    private static byte[] filled(int length, int with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    @Test
    void anEmptyReadIsNoEnd() throws IOException {
        InputStream hesitant = new ByteArrayInputStream(TERMINATE) {
            private boolean gaveNothing;

            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                gaveNothing = !gaveNothing;
                return gaveNothing ? 0 : super.read(target, offset, 5);
            }
        };

        assertEquals(new Frame(6, new Message.Terminate()), new FrameReader(hesitant).read());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void endBeforeOrInsideALengthIsTheEnd(int bytesOfTheNext) throws FrameException {
        FrameReader reader = Wire.reader(TERMINATE, Arrays.copyOf(TERMINATE, bytesOfTheNext));

        assertEquals(new Frame(6, new Message.Terminate()), reader.read());
        assertNull(reader.read());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 20, 46})
    void endInsideAPayloadIsAnError(int bytes) {
        FrameReader reader = Wire.reader(Arrays.copyOf(TERMINATE, bytes));

        FrameException error = assertThrows(FrameException.class, reader::read);
        assertEquals(
                "the stream ended inside a frame, after " + (bytes - 4) + " of 46 bytes".replace("46", length()),
                error.getMessage());
    }

    private static String length() {
        return Integer.toString(TERMINATE.length - 4);
    }

    @Test
    void emptyPayloadIsAnError() {
        assertEquals("the frame is empty", errorOf(new byte[4]));
    }

    @Test
    void payloadOf8MibIsRead() throws FrameException {
        byte[] frame = Wire.frame(JSON + " ".repeat(8_388_608 - JSON.length()));

        assertEquals(new Message.Terminate(), Wire.read(frame));
    }

    @ParameterizedTest
    @ValueSource(longs = {8_388_609, 1L << 31, 0xffff_ffffL})
    void longerPayloadIsRefusedBeforeItIsRead(long length) {
        byte[] header = {(byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) (length >> 24)};

        assertEquals("frame too large: " + length, errorOf(header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s ", "%s \n\t\r ", " \n%s"})
    void whiteSpaceAroundTheObjectIsAccepted(String around) throws FrameException {
        assertEquals(new Message.Terminate(), Wire.read(Wire.frame(around.formatted(JSON))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%sx", "%s%1$s", "%s\0", "%s,", "%s]"})
    void anythingElseAfterTheObjectIsAnError(String around) {
        errorOf(Wire.frame(around.formatted(JSON)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[6,\"terminate\",{}]", "null", "6", "\"terminate\"", "true", "", " ", "{", "nope"})
    void aFrameIsAnObject(String json) {
        errorOf(Wire.frame(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"type\":\"terminate\",\"payload\":{}} | missing field `version`",
                "{\"version\":6,\"payload\":{}} | missing field `type`",
                "{\"version\":6,\"type\":\"terminate\"} | missing field `payload`",
                "{\"version\":6,\"version\":6,\"type\":\"terminate\",\"payload\":{}} | duplicate field `version`",
                "{\"version\":6,\"type\":\"exit\",\"type\":\"terminate\",\"payload\":{}} | duplicate field `type`",
                "{\"version\":6,\"type\":\"terminate\",\"payload\":{},\"payload\":{}} | duplicate field `payload`",
                "{\"version\":6,\"type\":\"terminate\",\"payload\":null} | field `payload` must be an object",
                "{\"version\":6,\"type\":\"terminate\",\"payload\":[]} | field `payload` must be an object",
                "{\"version\":6,\"type\":null,\"payload\":{}} | field `type` must be a string",
                "{\"version\":6,\"type\":3,\"payload\":{}} | field `type` must be a string",
            })
    void theThreeFieldsStandThereOnce(String json, String message) {
        assertEquals(message, errorOf(Wire.frame(json)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"payload\":{\"x\":1},\"type\":\"terminate\",\"version\":6}",
                "{\"type\":\"terminate\",\"version\":6,\"payload\":{}}",
                "{ \"version\" : 6 , \"payload\" : { } , \"type\" : \"terminate\" }",
                "{\"versio\\u006e\":6,\"type\":\"termin\\u0061te\",\"payload\":{}}",
            })
    void orderSpacesAndEscapesOfTheFieldsDoNotMatter(String json) throws FrameException {
        assertEquals(new Message.Terminate(), Wire.read(Wire.frame(json)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\":[1,{\"y\":null}],\"version\":6,\"type\":\"resize\",\"z\":{},\"payload\":{\"rows\":1,\"cols\":2}}",
                "{\"version\":6,\"type\":\"resize\",\"payload\":{\"x\":{\"rows\":7},\"rows\":1,\"y\":[[]],\"cols\":2,\"z\":1e999}}",
                "{\"version\":6,\"type\":\"resize\",\"x\":1,\"x\":2,\"payload\":{\"y\":1,\"y\":2,\"rows\":1,\"cols\":2}}",
            })
    void unknownFieldsAreIgnoredAtEveryLevel(String json) throws FrameException {
        Message.Resize resize = assertInstanceOf(Message.Resize.class, Wire.read(Wire.frame(json)));

        assertEquals(1, resize.size().rows());
        assertEquals(2, resize.size().columns());
    }

    @ParameterizedTest
    @CsvSource({
        "0,true",
        "1,true",
        "255,true",
        "256,false",
        "-1,false",
        "6.0,false",
        "6e0,false",
        "'\"6\"',false",
        "null,false"
    })
    void versionIsAByteWithoutSign(String version, boolean accepted) throws FrameException {
        byte[] frame = Wire.frame(JSON.replace(":6,", ":" + version + ","));

        if (accepted) {
            assertEquals(Integer.parseInt(version), Wire.reader(frame).read().version());
        } else {
            assertEquals("field `version` must be an integer from 0 to 255", errorOf(frame));
        }
    }

    @Test
    void versionOfALaterFrameIsToldAndNotChecked() throws FrameException {
        FrameReader reader = Wire.reader(
                Wire.message("spawn_request", Requests.payload(Requests.fields())),
                Wire.frame(JSON.replace(":6,", ":99,")));

        assertEquals(Requests.full(), reader.readSpawnRequest());
        assertEquals(new Frame(99, new Message.Terminate()), reader.read());
    }

    @Test
    void unknownTypeIsAnErrorThatNamesTheKnownOnes() {
        String message = errorOf(Wire.message("bogus", "{}"));

        assertEquals(
                "unknown variant `bogus` of field `type`, expected one of `spawn_request`, `spawn_ready`, `output`, `stdin`,"
                        + " `close_stdin`, `resize`, `exit`, `error`, `terminate`",
                message);
    }

    @Test
    void otherEncodingsAreNotGuessed() {
        errorOf(Wire.frame(JSON.getBytes(UTF_16LE)));
        errorOf(Wire.frame(('\ufeff' + JSON).getBytes(UTF_16LE)));
        errorOf(Wire.frame('\ufeff' + JSON));
    }

    @Test
    void nothingIsReadAfterABrokenFrame() {
        FrameReader reader = Wire.reader(Wire.frame("nope"), TERMINATE);

        assertThrows(FrameException.class, reader::read);
        FrameException again = assertThrows(FrameException.class, reader::read);
        assertEquals("nothing can be read after a broken frame", again.getMessage());
        assertThrows(FrameException.class, reader::readSpawnRequest);
    }

    @Test
    void streamThatFailsIsAFrameExceptionWithItsCause() {
        IOException cause = new IOException("the pipe is gone");
        FrameReader reader = new FrameReader(new InputStream() {
            @Override
            public int read() throws IOException {
                throw cause;
            }
        });

        FrameException error = assertThrows(FrameException.class, reader::read);
        assertEquals("the stream cannot be read: the pipe is gone", error.getMessage());
        assertEquals(cause, error.getCause());
    }

    private static String errorOf(byte[] frame) {
        FrameException error = assertThrows(FrameException.class, () -> Wire.read(frame));
        return error.getMessage();
    }
}
