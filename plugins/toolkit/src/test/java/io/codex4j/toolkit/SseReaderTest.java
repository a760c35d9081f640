package io.codex4j.toolkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
    @Test
    void readsNameAndData() throws IOException {
        assertEquals(List.of(event("a", "1"), event("", "2")), read("event: a\ndata: 1\n\ndata: 2\n\n"));
    }

    @Test
    void theNameMayComeAfterTheData() throws IOException {
        assertEquals(List.of(event("late", "1")), read("data: 1\nevent: late\n\n"));
    }

    @Test
    void aNameCountsForOneEventOnly() throws IOException {
        assertEquals(List.of(event("", "1")), read("event: gone\n\ndata: 1\n\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void anyLineEndWillDo(String end) throws IOException {
        String text = "event: a" + end + "data: 1" + end + "data: 2" + end + end + "data: 3" + end + end;
        assertEquals(List.of(event("a", "1\n2"), event("", "3")), read(text));
    }

    @Test
    void lineEndsMayBeMixed() throws IOException {
        assertEquals(List.of(event("", "1\n2"), event("", "3")), read("data: 1\rdata: 2\r\n\rdata: 3\n\r\n"));
    }

    @Test
    void linesOfDataAreJoined() throws IOException {
        assertEquals(List.of(event("", "one\n\n three")), read("data: one\ndata\ndata:  three\n\n"));
    }

    @Test
    void commentsAndOtherFieldsAreSkipped() throws IOException {
        String text = ": hi\nid: 7\nretry: 100\ndatax: no\ndata: 1\n:\n: ping\ndata: 2\n\n: bye\n\n";
        assertEquals(List.of(event("", "1\n2")), read(text));
    }

    @Test
    void oneSpaceAfterTheColonIsNotPartOfTheValue() throws IOException {
        assertEquals(
                List.of(event("x", "1"), event("", " 2"), event("", "a: b")),
                read("event:x\ndata:1\n\ndata:  2\n\ndata: a: b\n\n"));
    }

    @Test
    void emptyDataIsAnEventAndNoDataIsNone() throws IOException {
        assertEquals(List.of(event("", "")), read("data:\n\nevent: a\n\n\n\n"));
    }

    @Test
    void aByteOrderMarkIsSkippedAtTheStartOnly() throws IOException {
        assertEquals(List.of(event("", "1")), read("\uFEFFdata: 1\n\n"));
        assertEquals(List.of(event("", "\uFEFF1")), read("data: \uFEFF1\n\n"));
        assertEquals(List.of(), read("\n\uFEFFdata: 1\n\n"));
    }

    @Test
    void bytesThatAreNoUtf8AreReplaced() throws IOException {
        byte[] bytes = {'d', 'a', 't', 'a', ':', (byte) 0xC3, (byte) 0x28, (byte) 0xFF, '\n', '\n'};
        assertEquals(List.of(event("", "\uFFFD(\uFFFD")), read(new ByteArrayInputStream(bytes), 1000));
    }

    @Test
    void anEventWithoutItsBlankLineCountsAtTheEnd() throws IOException {
        assertEquals(List.of(event("a", "1")), read("event: a\ndata: 1\n"));
    }

    @Test
    void anEventThatIsCutInALineDoesNot() throws IOException {
        assertEquals(List.of(), read("event: a\ndata: 1"));
        assertEquals(List.of(), read("event: a\ndata: 1\ndata: 2"));
    }

    @Test
    void theEndIsTheEndHoweverOftenOneAsks() throws IOException {
        SseReader reader = new SseReader(stream("data: 1\n\n"), 100);
        assertTrue(reader.next().isPresent());
        assertEquals(Optional.empty(), reader.next());
        assertEquals(Optional.empty(), reader.next());
    }

    @Test
    void anEventThatEndsInCarriageReturnsDoesNotWaitForMore() throws IOException {
        InputStream fails = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("read too far");
            }
        };
        SseReader reader = new SseReader(new SequenceInputStream(stream("data: 1\r\r"), fails), 100);
        assertEquals(Optional.of(event("", "1")), reader.next());
        assertThrows(IOException.class, reader::next);
    }

    @Test
    void itDoesNotMatterHowTheBytesArrive() throws IOException {
        String text = "\uFEFF: c\r\nevent: ä\r\ndata: ö1\rdata: 2\n\n\r\nid: 1\ndata: 😀\n\nevent: z\ndata:\n\n";
        byte[] bytes = text.getBytes(UTF_8);
        List<SseEvent> expected = List.of(event("ä", "ö1\n2"), event("", "😀"), event("z", ""));
        assertEquals(expected, read(text));
        for (int cut = 0; cut <= bytes.length; cut++) {
            InputStream parts = new SequenceInputStream(
                    new ByteArrayInputStream(bytes, 0, cut), new ByteArrayInputStream(bytes, cut, bytes.length - cut));
            assertEquals(expected, read(parts, 1000), "cut at " + cut);
        }
        assertEquals(expected, read(new Dripping(bytes, new Random(1), 1), 1000));
    }

    @Test
    void eventsOfAllSizesSurviveTheBuffer() throws IOException {
        Random random = new Random(42);
        List<SseEvent> expected = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int count = 0; count < 300; count++) {
            int size = count % 50 == 0 ? 100_000 : random.nextInt(2_000);
            String data = "é".repeat(size / 2) + count;
            String more = random.nextBoolean() ? "\nmore" + count : "";
            expected.add(event("n" + count % 3, data + more));
            text.append("event: n").append(count % 3).append('\n');
            text.append("data: ")
                    .append((data + more).replace("\n", "\n: ping\ndata:"))
                    .append("\n\n");
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        assertEquals(expected, read(new Dripping(bytes, random, 5_000), 200_000));
    }

    @Test
    void anEventMayBeAsLargeAsTheLimitButNoLarger() throws IOException {
        String fits = "x".repeat(100_000);
        assertEquals(List.of(event("", fits)), read(stream("data:" + fits + "\n\n"), 100_000));
        SseReader reader = new SseReader(stream("data:" + fits + "y\n\n"), 100_000);
        IOException refused = assertThrows(SseEventTooLargeException.class, reader::next);
        assertTrue(refused.getMessage().contains("100000 bytes"), refused.getMessage());
    }

    @Test
    void theLimitHoldsForManyShortLinesToo() {
        SseReader reader = new SseReader(new Endless("data: 0123456789\n"), 50_000);
        assertThrows(SseEventTooLargeException.class, reader::next);
    }

    @Test
    void theLimitHoldsForALineThatNeverEnds() {
        Endless endless = new Endless(": comment ");
        SseReader reader = new SseReader(endless, 1 << 20);
        assertThrows(SseEventTooLargeException.class, reader::next);
        assertTrue(endless.given < 3 << 20, "read " + endless.given);
    }

    private static SseEvent event(String name, String data) {
        return new SseEvent(name, data);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static List<SseEvent> read(String text) throws IOException {
        return read(stream(text), 1_000);
    }

    private static List<SseEvent> read(InputStream in, int limit) throws IOException {
        SseReader reader = new SseReader(in, limit);
        List<SseEvent> events = new ArrayList<>();
        for (Optional<SseEvent> event = reader.next(); event.isPresent(); event = reader.next()) {
            events.add(event.get());
        }
        return events;
    }

    /** Gives its bytes in pieces of random size. */
    private static final class Dripping extends InputStream {
        private final ByteArrayInputStream bytes;
        private final Random random;
        private final int most;

        Dripping(byte[] bytes, Random random, int most) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.random = random;
            this.most = most;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
        }
    }

    /** Repeats a text for ever. */
    private static final class Endless extends InputStream {
        private final byte[] text;
        private long given;

        Endless(String text) {
            this.text = text.getBytes(UTF_8);
        }

        @Override
        public int read() {
            return text[(int) (given++ % text.length)];
        }
    }
}
