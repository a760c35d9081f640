package io.codex4j.sandbox.windows.runner;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** Write what a child behind a command runner reads; waits while too much of it has not been read yet. */
final class SessionInput extends OutputStream {
    private final Outbox outbox;

    SessionInput(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        outbox.input(source, offset, length);
    }

    @Override
    public void close() {
        outbox.endInput();
    }
}
