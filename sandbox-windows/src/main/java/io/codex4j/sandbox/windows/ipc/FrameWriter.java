package io.codex4j.sandbox.windows.ipc;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import org.apiguardian.api.API;

/** Write frames to a stream of bytes, each in one piece; safe for several threads. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class FrameWriter {
    private final OutputStream out;
    private final FrameBuffer buffer = new FrameBuffer();

    // Not a monitor: a thread may wait here for long, and a virtual one must not hold its carrier meanwhile.
    private final ReentrantLock lock = new ReentrantLock();

    private boolean broken;

    public FrameWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Write a message, and flush it; blocks while the other side does not read.
     *
     * @throws FrameException if the message fits into no frame, or has text that is not Unicode; then nothing was written
     * @throws IOException if the stream does not take it; the stream is of no use after that
     */
    public void write(Message message) throws IOException {
        lock.lock();
        try {
            if (broken) {
                throw new IOException("nothing can be written after a frame that was cut off");
            }
            buffer.begin();
            MessageEncoder.encode(message, buffer);
            buffer.end();
            broken = true;
            out.write(buffer.bytes(), 0, buffer.size());
            out.flush();
            broken = false;
        } finally {
            lock.unlock();
        }
    }
}
