package io.codex4j.sandbox.windows.runner;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/** Write what a child reads. On a terminal each end of a line is the key Enter, which sends a carriage return alone. */
final class SessionInput extends OutputStream {
    private final Outbox outbox;
    private final boolean terminal;
    private boolean afterReturn;

    SessionInput(Outbox outbox, boolean terminal) {
        this.outbox = outbox;
        this.terminal = terminal;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        if (terminal) {
            byte[] typed = typed(source, offset, length);
            outbox.input(typed, 0, typed.length);
        } else {
            outbox.input(source, offset, length);
        }
    }

    private byte[] typed(byte[] source, int offset, int length) {
        byte[] typed = new byte[length];
        int count = 0;
        for (int index = offset; index < offset + length; index++) {
            byte value = source[index];
            if (value != '\n' || !afterReturn) {
                typed[count++] = value == '\n' ? (byte) '\r' : value;
            }
            afterReturn = value == '\r';
        }
        return Arrays.copyOf(typed, count);
    }

    @Override
    public void close() {
        outbox.endInput();
    }
}
