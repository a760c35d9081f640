package io.codex4j.sandbox.windows.pipe;

import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Pipes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apiguardian.api.API;

/** Read from a pipe, on a platform thread; closing ends a read that waits. The other side's closing is the end. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class PipeInput extends InputStream {
    private final PipeEnd end;

    /** Read from a pipe that is from now on closed by closing this stream. */
    public PipeInput(Pipes pipes, Handle pipe) {
        this(new PipeEnd(pipes, pipe));
    }

    PipeInput(PipeEnd end) {
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return end.call(pipe -> end.pipes().read(pipe, target, offset, length));
    }

    @Override
    public int available() throws IOException {
        return end.call(end.pipes()::available);
    }

    @Override
    public void close() {
        end.close();
    }
}
