package io.codex4j.sandbox.windows.ipc;

import java.io.InputStream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Read frames from a stream of bytes; for one thread. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class FrameReader {
    private final InputStream in;

    public FrameReader(InputStream in) {
        this.in = in;
    }

    /**
     * Read the next frame; null at the end of the stream, which may also come inside the four bytes of a length.
     *
     * <p>A frame of input or output whose base64 cannot be decoded is skipped.
     *
     * @throws FrameException if the bytes are no frame of this protocol; the stream is of no use after that
     */
    public @Nullable Frame read() throws FrameException {
        throw new UnsupportedOperationException(in.toString());
    }
}
