package io.codex4j.sessions;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Read lines of text that may be hostile: too long ones are left out, broken UTF-8 is replaced. */
final class LineReader implements Closeable {
    private final InputStream in;
    private final int limit;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int end;
    private int leftOut;

    /** @param limit longest line that is returned, in bytes */
    LineReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Return the next line that is not too long, without its line feed; null at the end. */
    @Nullable
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        boolean any = false;
        while (fill()) {
            any = true;
            int start = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            int length = position - start;
            tooLong |= line.size() + length > limit;
            if (!tooLong) {
                line.write(buffer, start, length);
            }
            if (position < end) {
                position++;
                if (!tooLong) {
                    return line.toString(StandardCharsets.UTF_8);
                }
                leftOut++;
                line = new ByteArrayOutputStream();
                tooLong = false;
                any = false;
            }
        }
        if (tooLong) {
            leftOut++;
            return null;
        }
        return any ? line.toString(StandardCharsets.UTF_8) : null;
    }

    /** Return how many lines were too long. */
    int leftOut() {
        return leftOut;
    }

    private boolean fill() throws IOException {
        if (position == end) {
            position = 0;
            end = Math.max(0, in.read(buffer));
        }
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
