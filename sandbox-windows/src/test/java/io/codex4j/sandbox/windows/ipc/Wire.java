package io.codex4j.sandbox.windows.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes as they go over a pipe. */
final class Wire {
    private Wire() {}

    /** The frame around a text. */
    static byte[] frame(String json) {
        return frame(json.getBytes(UTF_8));
    }

    static byte[] frame(byte[] payload) {
        byte[] frame = new byte[4 + payload.length];
        for (int index = 0; index < 4; index++) {
            frame[index] = (byte) (payload.length >>> 8 * index);
        }
        System.arraycopy(payload, 0, frame, 4, payload.length);
        return frame;
    }

    /** The frame of a message whose payload is this text. */
    static byte[] message(String type, String payload) {
        return frame(json(type, payload));
    }

    static String json(String type, String payload) {
        return "{\"version\":6,\"type\":\"" + type + "\",\"payload\":" + payload + "}";
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    static FrameReader reader(byte[]... frames) {
        return new FrameReader(new ByteArrayInputStream(join(frames)));
    }

    /** The message in the one frame; null if it is passed over. */
    static @Nullable Message read(byte[] frame) throws FrameException {
        Frame read = reader(frame).read();
        return read == null ? null : read.message();
    }

    static byte[] write(Message message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FrameWriter(out).write(message);
        return out.toByteArray();
    }

    /** The payload of the frame that a message is written as. */
    static String text(Message message) throws IOException {
        byte[] frame = write(message);
        return new String(frame, 4, frame.length - 4, UTF_8);
    }

    /** Whether two messages say the same; records compare arrays by identity. */
    static boolean same(@Nullable Message one, @Nullable Message other) {
        if (one instanceof Message.Output left && other instanceof Message.Output right) {
            return left.stream() == right.stream() && Arrays.equals(left.data(), right.data());
        }
        if (one instanceof Message.Stdin left && other instanceof Message.Stdin right) {
            return Arrays.equals(left.data(), right.data());
        }
        return one != null && one.equals(other);
    }
}
