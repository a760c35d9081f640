package io.codex4j.sandbox.windows.ipc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that means harm gets a {@link FrameException}, and neither our memory nor our time. */
class HostileFramesTest {
    private static final long MEBIBYTE = 1 << 20;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'x':NaN}",
                "{'x':Infinity}",
                "{'x':-Infinity}",
                "{'x':+1}",
                "{'x':01}",
                "{'x':.5}",
                "{'x':1.}",
                "{'x':0x1}",
                "{'x':1e}",
                "{'x':tru}",
                "{'x':'\n'}",
                "{'x':'\t'}",
                "{'x':'\\q'}",
                "{'x':'\\u12'}",
                "{x:1}",
                "{'x':1,}",
                "{,}",
                "{'x' 1}",
                "{'x':[1,]}",
                "{'x':[1 2]}",
                "{'x':}",
                "{/* */}",
                "{}// x",
                "{'x':\0}",
                "{]",
                "[}",
                "{'x':[}]",
                "{'x':1",
                "{'x"
            })
    void looseJsonIsRefusedEvenInsideUnknownFields(String payload) {
        assertTrue(errorOf(Wire.message("terminate", payload.replace('\'', '"')))
                .startsWith("the frame is not valid JSON"));
    }

    @ParameterizedTest
    @CsvSource({
        "overlong NUL,'\u00c0\u0080'",
        "overlong slash,'\u00e0\u0080\u00af'",
        "lone surrogate,'\u00ed\u00a0\u0080'",
        "beyond Unicode,'\u00f4\u0090\u0080\u0080'",
        "continuation alone,'\u0080'",
        "cut off,'\u00e2\u0082'",
        "never valid,'\u00ff'",
    })
    void invalidUtf8IsRefusedEvenInsideUnknownFields(String name, String bytes) {
        for (String payload : List.of("{\"x\":\"%s\"}", "{\"%s\":1}", "{\"x\":\"\u00c3\u00a4%s\"}")) {
            byte[] frame =
                    Wire.frame(Wire.json("terminate", payload.formatted(bytes)).getBytes(ISO_8859_1));

            assertEquals("the frame is not valid UTF-8", errorOf(frame), name);
        }
    }

    @Test
    void validUtf8OfAllLengthsIsRead() throws FrameException {
        String text = "\u00e4\u20ac\ud83d\ude00".repeat(3000);

        assertEquals(text, Requests.read(Requests.with("cwd", '"' + text + '"')).cwd());
    }

    @ParameterizedTest
    @CsvSource({"100,true", "120,true", "130,false", "1000,false", "1000000,false"})
    void nestingIsBounded(int depth, boolean accepted) throws FrameException {
        for (String nested :
                List.of("[".repeat(depth) + "]".repeat(depth), "{\"a\":".repeat(depth) + "1" + "}".repeat(depth))) {
            byte[] frame = Wire.message("terminate", "{\"x\":" + nested + "}");

            if (accepted) {
                assertEquals(new Message.Terminate(), Wire.read(frame));
            } else {
                assertTrue(errorOf(frame).contains("nested too deeply"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 8_000_000})
    void numbersAreBounded(int digits) {
        assertTrue(errorOf(Wire.message("terminate", "{\"x\":" + "9".repeat(digits) + "}"))
                .contains("too long"));
        assertTrue(errorOf(Wire.message("resize", "{\"rows\":" + "9".repeat(digits) + ",\"cols\":1}"))
                .contains("too long"));
    }

    @Test
    void namesAreBoundedAndThoseOfVariablesMayBeLong() throws FrameException {
        String name = "n".repeat(32_767);

        assertEquals(
                "1",
                Requests.read(Requests.with("env", "{\"" + name + "\":\"1\"}"))
                        .env()
                        .get(name));
        assertTrue(errorOf(Requests.with("env", "{\"" + "n".repeat(1_000_000) + "\":\"1\"}"))
                .contains("too long"));
    }

    @Test
    void errorsQuoteLittleAndNothingThatATerminalWouldObey() {
        String message = errorOf(Wire.message("\\u001b[31m\\r\\n\\u202e" + "x".repeat(100_000), "{}"));

        assertTrue(message.startsWith("unknown variant `?[31m???xxxx"), message);
        assertTrue(message.length() < 250, message);
    }

    @Test
    void wordsOfTheJsonLibraryStayInside() {
        for (byte[] frame : List.of(
                Wire.message("terminate", "{\"x\":SECRET}"),
                Wire.frame("{\"version\":6"),
                Wire.message("terminate", "{\"x\":" + "9".repeat(2000) + "}"))) {
            FrameException error = assertThrows(FrameException.class, () -> Wire.read(frame));

            assertFalse(error.toString().contains("SECRET"), error.toString());
            assertTrue(error.getMessage().startsWith("the frame "), error.toString());
            assertEquals(null, error.getCause());
        }
    }

    /** Claims 8 MiB, sends a little, and then keeps silent: what is held grows with what came. */
    @ParameterizedTest
    @ValueSource(ints = {10, 70_000, 1_000_000})
    void claimedLengthIsNotAllocated(int sent) {
        byte[] claim = new byte[4 + sent];
        claim[2] = (byte) 0x80;
        int[] biggest = {0};
        FrameReader reader = new FrameReader(new ByteArrayInputStream(claim) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                biggest[0] = Math.max(biggest[0], target.length);
                return super.read(target, offset, length);
            }
        });

        assertThrows(FrameException.class, reader::read);
        assertTrue(biggest[0] <= 65_536 + 2 * sent, () -> biggest[0] + " bytes for " + sent);
    }

    @Test
    void roomForABigFrameIsGivenBack() throws FrameException {
        int[] last = {0};
        byte[] big = Wire.frame(Wire.json("terminate", "{}") + " ".repeat(8_000_000));
        byte[] small = Wire.message("terminate", "{}");
        InputStream in = new ByteArrayInputStream(Wire.join(big, small)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                last[0] = target.length;
                // Never a byte of the next frame together with this one.
                return super.read(target, offset, pos < big.length ? Math.min(length, big.length - pos) : length);
            }
        };
        FrameReader reader = new FrameReader(in);

        reader.read();
        assertTrue(last[0] > 4 * MEBIBYTE);
        reader.read();
        assertEquals(65_536, last[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "command | [ | \"a\" | ]",
                "command | [ | \"\" | ]",
                "env | { | \"%d\":\"\" | }",
                "workspace_roots | [ | \"a\" | ]",
                "permission_profile | {\"type\":\"managed\",\"network\":\"enabled\",\"file_system\":{\"type\":\"restricted\",\"entries\":[ | {} | ]}}",
                "permission_profile | {\"file_system\":{\"read\":[ | \"\" | ]}}",
                "unknown | [ | {} | ]",
                "unknown | { | \"%x\":[] | }",
            })
    void frameFullOfTinyThingsTakesLittleMemory(String field, String before, String element, String after) {
        StringBuilder value = new StringBuilder(before);
        for (int index = 0; value.length() < 8_380_000; index++) {
            value.append(index == 0 ? "" : ",").append(element.contains("%") ? element.formatted(index) : element);
        }
        byte[] frame = Requests.with(field, value.append(after).toString());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
        try {
            Message.SpawnRequest request = Requests.read(frame);
            assertEquals(Requests.full(), request);
        } catch (FrameException e) {
            assertTrue(e.getMessage().startsWith("the frame has too many values"), e.getMessage());
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;

        // The frame itself: 8 MiB for the stream of this test, 16 for a buffer that doubles up to it.
        assertTrue(allocated < 64 * MEBIBYTE, () -> "allocated " + allocated / MEBIBYTE + " MiB");
    }

    @Test
    @Timeout(20)
    void mutatedFramesAreReadOrRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(42);
        List<byte[]> corpus = corpus(random);
        int accepted = 0;
        int refused = 0;
        while (accepted + refused < 4000) {
            byte[] payload = corpus.get(random.nextInt(corpus.size()));
            for (int times = random.nextInt(1, 3); times > 0; times--) {
                payload = mutated(payload, corpus, random);
            }
            if (readsOrRefuses(Wire.frame(payload))) {
                accepted++;
            } else {
                refused++;
            }
        }

        assertTrue(accepted > 100 && refused > 100, accepted + " accepted, " + refused + " refused");
    }

    @Test
    @Timeout(20)
    void randomBytesAreReadOrRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(43);
        for (int index = 0; index < 3000; index++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            readsOrRefuses(bytes);
            readsOrRefuses(Wire.frame(bytes));
        }
    }

    /** Whether a message was read; that one can be written and is the same then. Any other exception fails the test. */
    private static boolean readsOrRefuses(byte[] frames) throws IOException {
        Message message;
        try {
            Wire.reader(frames).readSpawnRequest();
        } catch (FrameException expected) {
            assertFalse(expected.getMessage().isEmpty());
        }
        try {
            message = Wire.read(frames);
        } catch (FrameException expected) {
            return false;
        }
        if (message != null) {
            assertTrue(Wire.same(message, Wire.read(Wire.write(message))));
        }
        return true;
    }

    private static List<byte[]> corpus(SplittableRandom random) throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        RandomMessages messages = new RandomMessages(random);
        while (corpus.size() < 200) {
            byte[] frame = Wire.write(messages.next());
            if (frame.length < 1500) {
                corpus.add(Arrays.copyOfRange(frame, 4, frame.length));
            }
        }
        return corpus;
    }

    private static final String[] PIECES = {
        "null",
        "{}",
        "[]",
        "\"\"",
        ",",
        ":",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        "\\u0000",
        "\\ud800",
        "-1",
        "1e9999",
        "256",
        "99999999999999999999",
        "true",
        "NaN",
        "\"version\":6,",
        "\"type\":\"stdin\",",
        "\"payload\":{},",
        "\ufeff",
        "\0",
        "\u00c0",
        "\"type\":\"managed\"",
        "\"kind\":\"unknown\"",
        "=",
        "\"file_system\":{}"
    };

    private static byte[] mutated(byte[] bytes, List<byte[]> corpus, SplittableRandom random) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(1, 12));
        byte[] head = Arrays.copyOf(bytes, at);
        byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
        byte[] rest = Arrays.copyOfRange(bytes, to, bytes.length);
        byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(random.nextBoolean() ? UTF_8 : ISO_8859_1);
        byte[] other = corpus.get(random.nextInt(corpus.size()));
        return switch (random.nextInt(6)) {
            case 0 -> Wire.join(head, piece, tail);
            case 1 -> Wire.join(head, piece, rest);
            case 2 -> Wire.join(head, rest);
            case 3 -> Wire.join(head, Arrays.copyOfRange(bytes, at, to), tail);
            case 4 -> Wire.join(head, Arrays.copyOfRange(other, random.nextInt(other.length), other.length));
            default -> {
                byte[] changed = bytes.clone();
                if (changed.length > 0) {
                    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                }
                yield changed;
            }
        };
    }

    private static String errorOf(byte[] frame) {
        return assertThrows(FrameException.class, () -> Wire.read(frame)).getMessage();
    }
}
