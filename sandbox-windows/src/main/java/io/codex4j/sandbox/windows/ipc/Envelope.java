package io.codex4j.sandbox.windows.ipc;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What stands around the payload of a frame, in any order of its fields. */
record Envelope(int version, Kind kind, Slice payload) {
    private static final Shape SHAPE = Shape.of("version", "type", "payload");

    /** Read the outside of a frame; after this the frame is known to be well-formed JSON to its last byte. */
    static Envelope read(byte[] bytes, int start, int end) throws FrameException {
        return inOwnWords(() -> readFields(bytes, start, end));
    }

    /** Read the inside, too; null for a message that has no effect and is passed over. */
    @Nullable
    Message message() throws FrameException {
        return inOwnWords(() -> MessageDecoder.decode(kind, payload));
    }

    private static Envelope readFields(byte[] bytes, int start, int end) throws IOException {
        if (!Texts.isUtf8(bytes, start, end)) {
            throw new FrameException("the frame is not valid UTF-8");
        }
        Slice frame = new Slice(bytes, start, end);
        int version = 0;
        Kind kind = Kind.TERMINATE;
        Slice payload = frame;
        try (ObjectReader object = new ObjectReader(frame, SHAPE, "a frame")) {
            for (String field = object.next(); field != null; field = object.next()) {
                switch (field) {
                    case "version" -> version = (int) object.integer(0, 255);
                    case "type" -> kind = object.token(Kind.values(), value -> value.token);
                    default -> payload = object.value();
                }
            }
            object.end();
        }
        return new Envelope(version, kind, payload);
    }

    private interface Reading<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /** The words of the JSON library are for programmers; they, and the text they quote, stay here. */
    private static <T extends @Nullable Object> T inOwnWords(Reading<T> reading) throws FrameException {
        try {
            return reading.run();
        } catch (FrameException e) {
            throw e;
        } catch (StreamConstraintsException e) {
            throw new FrameException(
                    "the frame has too many values, a name or a number that is too long, or is nested too deeply"
                            + place(e));
        } catch (JacksonException e) {
            throw new FrameException("the frame is not valid JSON" + place(e));
        } catch (IOException e) {
            throw new FrameException("the frame cannot be read", e);
        }
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
    }
}
