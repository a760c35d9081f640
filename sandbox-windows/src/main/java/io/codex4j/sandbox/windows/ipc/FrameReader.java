package io.codex4j.sandbox.windows.ipc;

import java.io.IOException;
import java.io.InputStream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Read frames from a stream of bytes; for one thread.
 *
 * <p>Reads ahead, so that nobody else may read from the stream. Never holds more than twice the bytes that came, whatever length
 * a frame claims to have.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class FrameReader {
    private static final int HEADER = 4;
    private static final int SMALL = 1 << 16;

    /** More than this is given back after the frame that needed it. */
    private static final int KEPT = 1 << 20;

    private final InputStream in;
    private byte[] buffer = new byte[SMALL];
    private int start;
    private int end;
    private boolean broken;

    public FrameReader(InputStream in) {
        this.in = in;
    }

    /**
     * Read the next frame; null at the end of the stream, which may also come inside the four bytes of a length.
     *
     * <p>Frames without any effect are passed over: input or output whose base64 cannot be decoded, and a terminal size without cells.
     * The version is told, not checked.
     *
     * @throws FrameException if the bytes are no frame of this protocol, or cannot be read; the stream is of no use after that
     */
    public @Nullable Frame read() throws FrameException {
        checkUsable();
        broken = true;
        Frame frame = nextWithEffect();
        broken = false;
        return frame;
    }

    /**
     * Read the first frame that a runner gets; null if the stream ends before it.
     *
     * <p>Versions and kinds are told apart before the payload is looked at: a request of another version is refused for its version,
     * not for what it lacks.
     *
     * @throws FrameException if the frame is of another version, is no spawn request, or is none of this protocol
     */
    public Message.@Nullable SpawnRequest readSpawnRequest() throws FrameException {
        checkUsable();
        broken = true;
        int length = nextPayload();
        Message.@Nullable SpawnRequest request = length < 0 ? null : spawnRequest(take(length));
        broken = false;
        return request;
    }

    private static Message.SpawnRequest spawnRequest(Slice payload) throws FrameException {
        Envelope envelope = Envelope.read(payload.bytes(), payload.start(), payload.end());
        if (envelope.version() != Frame.VERSION) {
            throw new FrameException("unsupported protocol version " + envelope.version());
        }
        if (envelope.message() instanceof Message.SpawnRequest request) {
            return request;
        }
        throw new FrameException("expected spawn_request, got " + envelope.kind().token);
    }

    private void checkUsable() throws FrameException {
        if (broken) {
            throw new FrameException("nothing can be read after a broken frame");
        }
    }

    private @Nullable Frame nextWithEffect() throws FrameException {
        for (int length = nextPayload(); length >= 0; length = nextPayload()) {
            Slice payload = take(length);
            Frame data = DataFrame.read(payload.bytes(), payload.start(), payload.end());
            if (data != null) {
                return data;
            }
            Envelope envelope = Envelope.read(payload.bytes(), payload.start(), payload.end());
            Message message = envelope.message();
            if (message != null) {
                return new Frame(envelope.version(), message);
            }
        }
        return null;
    }

    private Slice take(int length) {
        Slice payload = new Slice(buffer, start, start + length);
        start += length;
        return payload;
    }

    /** Wait for a whole frame; returns the length of its payload, which then begins at {@code start}, or -1 at the end. */
    private int nextPayload() throws FrameException {
        if (!fill(HEADER)) {
            return -1;
        }
        int length = (buffer[start] & 0xff)
                | (buffer[start + 1] & 0xff) << 8
                | (buffer[start + 2] & 0xff) << 16
                | (buffer[start + 3] & 0xff) << 24;
        start += HEADER;
        if (Integer.compareUnsigned(length, Frame.MAX_PAYLOAD) > 0) {
            throw new FrameException("frame too large: " + Integer.toUnsignedString(length));
        }
        if (length == 0) {
            throw new FrameException("the frame is empty");
        }
        if (!fill(length)) {
            throw new FrameException(
                    "the stream ended inside a frame, after " + (end - start) + " of " + length + " bytes");
        }
        return length;
    }

    /** Have so many bytes in the buffer; false if the stream ends before. */
    private boolean fill(int needed) throws FrameException {
        while (end - start < needed) {
            makeRoom(needed);
            try {
                int count = in.read(buffer, end, buffer.length - end);
                if (count < 0) {
                    return false;
                }
                end += count;
            } catch (IOException e) {
                throw new FrameException("the stream cannot be read: " + e.getMessage(), e);
            }
        }
        return true;
    }

    /** Make sure that at least one more byte fits; the buffer grows only when it is full of what came. */
    private void makeRoom(int needed) {
        if (start == end) {
            start = 0;
            end = 0;
            if (buffer.length > KEPT && needed <= KEPT) {
                buffer = new byte[SMALL];
            }
        }
        if (end < buffer.length) {
            return;
        }
        byte[] roomier = start > 0 ? buffer : new byte[Math.min(2 * buffer.length, needed)];
        System.arraycopy(buffer, start, roomier, 0, end - start);
        end -= start;
        start = 0;
        buffer = roomier;
    }
}
