package io.codex4j.sandbox.windows.ipc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The three kinds of frame that carry bytes, and so nearly all the traffic: read and written without the JSON library.
 *
 * <p>The text before and after the bytes is always the same if the sender is this program or the reference; of a sender that writes
 * the same JSON in another way the frames take the longer way through {@link Envelope}.
 */
final class DataFrame {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final byte[] EMPTY = {};

    static final DataFrame STDIN = new DataFrame(Kind.STDIN, "\"}}", Message.Stdin::new);
    static final DataFrame STDOUT = output(Message.Stream.STDOUT);
    static final DataFrame STDERR = output(Message.Stream.STDERR);

    private static final DataFrame[] ALL = {STDIN, STDOUT, STDERR};

    private final byte[] head;
    private final byte[] tail;
    private final Function<byte[], Message> message;

    private DataFrame(Kind kind, String tail, Function<byte[], Message> message) {
        String text = "{\"version\":" + Frame.VERSION + ",\"type\":\"" + kind.token + "\",\"payload\":{\"data_b64\":\"";
        this.head = text.getBytes(StandardCharsets.US_ASCII);
        this.tail = tail.getBytes(StandardCharsets.US_ASCII);
        this.message = message;
    }

    private static DataFrame output(Message.Stream stream) {
        return new DataFrame(
                Kind.OUTPUT, "\",\"stream\":\"" + stream.token + "\"}}", data -> new Message.Output(data, stream));
    }

    /** Write the payload of a frame. */
    void write(byte[] data, FrameBuffer into) throws FrameException {
        // The sum is taken before anything is copied, and as a long: big data would overflow an int.
        into.reserve(head.length + (data.length + 2L) / 3 * 4 + tail.length);
        into.write(head, 0, head.length);
        into.writeBase64(data);
        into.write(tail, 0, tail.length);
    }

    /** Read a payload if it is a data frame to the letter; else null, which says nothing about what else it is. */
    static @Nullable Frame read(byte[] bytes, int start, int end) {
        for (DataFrame kind : ALL) {
            if (kind.surrounds(bytes, start, end)) {
                byte @Nullable [] data = decodeBase64(bytes, start + kind.head.length, end - kind.tail.length);
                return data == null ? null : new Frame(Frame.VERSION, kind.message.apply(data));
            }
        }
        return null;
    }

    private boolean surrounds(byte[] bytes, int start, int end) {
        return end - start >= head.length + tail.length
                && Arrays.equals(bytes, end - tail.length, end, tail, 0, tail.length)
                && Arrays.equals(bytes, start, start + head.length, head, 0, head.length);
    }

    /** Decode base64 with its padding and without white space or stray bits; null if it is not that. */
    static byte @Nullable [] decodeBase64(byte[] bytes, int start, int end) {
        if (start == end) {
            return EMPTY;
        }
        if ((end - start) % 4 != 0 || hasStrayBits(bytes, end)) {
            return null;
        }
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
            return decoded.array().length == decoded.limit()
                    ? decoded.array()
                    : Arrays.copyOf(decoded.array(), decoded.limit());
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** Whether bits of the last character before the padding are set that belong to no byte: the decoder of the JDK lets them pass. */
    private static boolean hasStrayBits(byte[] bytes, int end) {
        if (bytes[end - 1] != '=') {
            return false;
        }
        boolean twoBytesMissing = bytes[end - 2] == '=';
        int last = ALPHABET.indexOf(bytes[twoBytesMissing ? end - 3 : end - 2]);
        return (last & (twoBytesMissing ? 0x0f : 0x03)) != 0;
    }
}
