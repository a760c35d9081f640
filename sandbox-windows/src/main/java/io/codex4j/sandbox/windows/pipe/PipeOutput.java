package io.codex4j.sandbox.windows.pipe;

import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Pipes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.apiguardian.api.API;

/** Write to a pipe, on a platform thread; closing ends a write that waits. Nothing is held back, so flushing does nothing. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class PipeOutput extends OutputStream {
    private final PipeEnd end;

    /** Write to a pipe that is from now on closed by closing this stream. */
    public PipeOutput(Pipes pipes, Handle pipe) {
        this(new PipeEnd(pipes, pipe));
    }

    PipeOutput(PipeEnd end) {
        this.end = end;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        end.call(pipe -> {
            end.pipes().write(pipe, source, offset, length);
            return length;
        });
    }

    @Override
    public void close() {
        end.close();
    }
}
