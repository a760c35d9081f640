package io.codex4j.sandbox.windows.ipc;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/** The bytes of one frame on its way out: the length, then the payload; used again for the next frame. */
final class FrameBuffer extends OutputStream {
    private static final int HEADER = 4;

    /** More than this is given back after the frame that needed it. */
    private static final int KEPT = 1 << 20;

    private static final int SMALL = 1 << 14;

    private byte[] bytes = new byte[SMALL];
    private byte[] encoded = new byte[SMALL];
    private int size;

    /** Begin a frame. */
    void begin() {
        size = HEADER;
        if (bytes.length > KEPT) {
            bytes = new byte[SMALL];
        }
        if (encoded.length > KEPT) {
            encoded = new byte[SMALL];
        }
    }

    /** End a frame: put its length in front. */
    void end() {
        int payload = size - HEADER;
        bytes[0] = (byte) payload;
        bytes[1] = (byte) (payload >> 8);
        bytes[2] = (byte) (payload >> 16);
        bytes[3] = (byte) (payload >> 24);
    }

    /** The bytes of the frame are the first {@link #size} of these. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Make room for so many bytes more. */
    void reserve(long more) throws FrameException {
        long payload = size - HEADER + more;
        if (payload > Frame.MAX_PAYLOAD) {
            throw new FrameException("frame too large: " + payload);
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + (int) more, 2 * bytes.length));
        }
    }

    @Override
    public void write(int oneByte) throws FrameException {
        reserve(1);
        bytes[size++] = (byte) oneByte;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws FrameException {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    void writeBase64(byte[] data) throws FrameException {
        long length = (data.length + 2L) / 3 * 4;
        reserve(length);
        if (encoded.length < length) {
            encoded = new byte[(int) length];
        }
        write(encoded, 0, Base64.getEncoder().encode(data, encoded));
    }
}
