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
 * are no UTF-8 become U+FFFD. An event counts even if the stream ends before the blank line that should follow, but not
 * if it ends in the middle of a line. Source of the format: the HTML standard, section "server-sent events".
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SseReader {
    /** The size of an event that is enough for any answer, yet harmless to hold: 16 MiB. */
    public static final int DEFAULT_MAX_EVENT_BYTES = 16 << 20;

    private static final int FIRST_BUFFER = 32 << 10;
    private static final int NONE = -1;

    private final InputStream in;
    private final int maxEventBytes;

    private byte[] buffer = new byte[FIRST_BUFFER];
    /** Start of the line in hand. */
    private int lineStart;
    /** How far the line in hand has been searched for its end. */
    private int scanned;
    /** End of the bytes in the buffer. */
    private int limit;

    /** Where the data of the event in hand lies in the buffer, or {@link #NONE}. */
    private int dataStart = NONE;

    private int dataEnd;
    private String name = "";
    private String knownName = "";
    private byte[] nameBytes = {};
    private boolean complete;
    private boolean markPossible = true;
    private boolean skipLineFeed;

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
        return advance() ? Optional.of(new SseEvent(name, data())) : Optional.empty();
    }

    /**
     * Go on to the next event without making objects of it; false at the end of the stream.
     *
     * <p>Its data lies in {@link #bytes()} from {@link #dataStart()} to {@link #dataEnd()} until the next call.
     */
    boolean advance() throws IOException {
        if (complete) {
            forget();
        }
        while (true) {
            int lineEnd = findLineEnd();
            if (lineEnd == NONE) {
                return endOfStream();
            }
            int start = lineStart;
            lineStart = lineEnd + 1;
            scanned = lineStart;
            if (lineEnd > start) {
                readField(start, lineEnd);
            } else if (dataStart != NONE) {
                complete = true;
                return true;
            } else {
                forget();
            }
        }
    }

    String name() {
        return name;
    }

    String data() {
        return new String(buffer, dataStart, dataEnd - dataStart, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return buffer;
    }

    int dataStart() {
        return dataStart;
    }

    int dataEnd() {
        return dataEnd;
    }

    private void forget() {
        complete = false;
        dataStart = NONE;
        name = "";
    }

    private boolean endOfStream() {
        boolean cutInLine = lineStart < limit;
        if (cutInLine || dataStart == NONE) {
            forget();
            return false;
        }
        complete = true;
        return true;
    }

    /** Return where the line in hand ends, reading on as needed, or {@link #NONE} at the end of the stream. */
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
                if (octet <= '\r' && (octet == '\n' || octet == '\r')) {
                    skipLineFeed = octet == '\r';
                    return at;
                }
            }
            scanned = end;
            if (!fill()) {
                return NONE;
            }
        }
    }

    /** Read more bytes behind those in the buffer; false at the end of the stream. */
    private boolean fill() throws IOException {
        if (limit == buffer.length) {
            makeRoom();
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            return false;
        }
        limit += count;
        if (markPossible && limit >= 3) {
            markPossible = false;
            if (buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
                lineStart = 3;
                scanned = 3;
            }
        }
        return true;
    }

    /** Drop what has been dealt with; where that gives too little, take a larger buffer. */
    private void makeRoom() throws SseEventTooLargeException {
        int keepFrom = dataStart == NONE ? lineStart : dataStart;
        int length = limit - keepFrom;
        if (length > maxEventBytes) {
            throw new SseEventTooLargeException(maxEventBytes);
        }
        byte[] target = buffer;
        if (length > buffer.length / 2) {
            target = new byte[(int) Math.min(2L * buffer.length, (long) maxEventBytes + FIRST_BUFFER)];
        }
        System.arraycopy(buffer, keepFrom, target, 0, length);
        buffer = target;
        lineStart -= keepFrom;
        scanned -= keepFrom;
        limit = length;
        if (dataStart != NONE) {
            dataStart = 0;
            dataEnd -= keepFrom;
        }
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
            addData(value, end);
        } else if (isField(start, colon, "event")) {
            takeName(value, end);
        }
    }

    /** Take one line of data; a further line is moved behind the one before, where its field name leaves the room. */
    private void addData(int start, int end) throws SseEventTooLargeException {
        if (dataStart == NONE) {
            dataStart = start;
            dataEnd = end;
        } else {
            buffer[dataEnd] = '\n';
            System.arraycopy(buffer, start, buffer, dataEnd + 1, end - start);
            dataEnd += 1 + end - start;
        }
        if (dataEnd - dataStart > maxEventBytes) {
            throw new SseEventTooLargeException(maxEventBytes);
        }
    }

    /** Take the name, which is mostly that of the event before. */
    private void takeName(int start, int end) {
        if (!Arrays.equals(nameBytes, 0, nameBytes.length, buffer, start, end)) {
            nameBytes = Arrays.copyOfRange(buffer, start, end);
            knownName = new String(nameBytes, StandardCharsets.UTF_8);
        }
        name = knownName;
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
}
