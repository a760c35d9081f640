package io.codex4j.toolkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Read server-sent events from a stream of bytes. Not safe for several threads.
 *
 * <p>Lines end with LF, CR or CRLF; a byte order mark, comments, {@code id} and {@code retry} are skipped; bytes that
 * are no UTF-8 become U+FFFD. An event whose last line is complete counts even if the stream ends before the blank line
 * that should follow. Source of the format: the HTML standard, section "server-sent events".
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SseReader {
    /** The size of an event that is enough for any answer, yet harmless to hold: 16 MiB. */
    public static final int DEFAULT_MAX_EVENT_BYTES = 16 << 20;

    private static final int FIRST_BUFFER = 32 << 10;

    private final InputStream in;
    private final int maxEventBytes;

    private byte[] buffer = new byte[FIRST_BUFFER];
    /** Start of the line in hand; everything before it has been dealt with. */
    private int lineStart;
    /** How far the line in hand has been searched for its end. */
    private int scanned;
    /** End of the bytes in the buffer. */
    private int limit;

    private boolean atStart = true;
    private boolean skipLineFeed;

    private String name = "";
    private Pending data = new Pending();

    /**
     * Read from a stream, which stays the caller's to close.
     *
     * @param maxEventBytes bytes of one event, or of one line, beyond which reading fails
     */
    public SseReader(InputStream in, int maxEventBytes) {
        this.in = in;
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Return the next event that has data, or nothing at the end of the stream; blocks until there is one.
     *
     * @throws SseEventTooLargeException if the event is over the limit; the reader is of no use afterwards
     * @throws IOException if the stream cannot be read
     */
    public Optional<SseEvent> next() throws IOException {
        while (true) {
            int lineEnd = findLineEnd();
            if (lineEnd < 0) {
                return takeEvent();
            }
            int start = lineStart;
            lineStart = lineEnd + 1;
            scanned = lineStart;
            if (lineEnd > start) {
                readField(start, lineEnd);
            } else {
                Optional<SseEvent> event = takeEvent();
                if (event.isPresent()) {
                    return event;
                }
            }
        }
    }

    /** Return where the line in hand ends, reading on as needed, or -1 at the end of the stream. */
    private int findLineEnd() throws IOException {
        while (true) {
            if (skipLineFeed && lineStart < limit) {
                skipLineFeed = false;
                if (buffer[lineStart] == '\n') {
                    lineStart++;
                    scanned = lineStart;
                }
            }
            byte[] bytes = buffer;
            int end = limit;
            for (int at = scanned; at < end; at++) {
                byte octet = bytes[at];
                if (octet == '\n' || octet == '\r') {
                    skipLineFeed = octet == '\r';
                    return at;
                }
            }
            scanned = end;
            if (!fill()) {
                return -1;
            }
        }
    }

    /** Read more bytes behind those in the buffer; false at the end of the stream. */
    private boolean fill() throws IOException {
        makeRoom();
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            return false;
        }
        limit += count;
        if (atStart && limit >= 3) {
            atStart = false;
            if (buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
                lineStart = 3;
                scanned = 3;
            }
        }
        return true;
    }

    private void makeRoom() throws SseEventTooLargeException {
        if (limit < buffer.length) {
            return;
        }
        int length = limit - lineStart;
        if (length + data.size() > maxEventBytes) {
            throw new SseEventTooLargeException(maxEventBytes);
        }
        byte[] target = length > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, lineStart, target, 0, length);
        buffer = target;
        scanned -= lineStart;
        lineStart = 0;
        limit = length;
    }

    private void readField(int start, int end) throws SseEventTooLargeException {
        int colon = start;
        while (colon < end && buffer[colon] != ':') {
            colon++;
        }
        int value = Math.min(end, colon + 1);
        if (value < end && buffer[value] == ' ') {
            value++;
        }
        if (isField(start, colon, "data")) {
            if (end - value + data.size() > maxEventBytes) {
                throw new SseEventTooLargeException(maxEventBytes);
            }
            data.addLine(buffer, value, end);
        } else if (isField(start, colon, "event")) {
            name = new String(buffer, value, end - value, StandardCharsets.UTF_8);
        }
    }

    private boolean isField(int start, int end, String field) {
        if (end - start != field.length()) {
            return false;
        }
        for (int at = 0; at < field.length(); at++) {
            if (buffer[start + at] != field.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    private Optional<SseEvent> takeEvent() {
        Optional<String> text = data.take();
        if (text.isEmpty()) {
            name = "";
            return Optional.empty();
        }
        SseEvent event = new SseEvent(name, text.get());
        name = "";
        return Optional.of(event);
    }

    /** The data lines of the event in hand. Nearly every event has one line, which is then decoded just once. */
    private static final class Pending {
        private byte[] bytes = new byte[512];
        private int length;
        private boolean any;

        int size() {
            return length;
        }

        void addLine(byte[] source, int start, int end) {
            int separator = any ? 1 : 0;
            int needed = length + separator + end - start;
            if (needed > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
            }
            if (any) {
                bytes[length++] = '\n';
            }
            System.arraycopy(source, start, bytes, length, end - start);
            length += end - start;
            any = true;
        }

        Optional<String> take() {
            if (!any) {
                return Optional.empty();
            }
            String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
            length = 0;
            any = false;
            return Optional.of(text);
        }
    }
}
