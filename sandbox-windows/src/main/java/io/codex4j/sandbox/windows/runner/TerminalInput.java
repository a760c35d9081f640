package io.codex4j.sandbox.windows.runner;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/** Type into a terminal: each end of a line is the key Enter, which sends a carriage return alone. */
final class TerminalInput extends OutputStream {
    private final OutputStream target;
    private boolean afterReturn;

    TerminalInput(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        target.write(typed(source, offset, length));
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

    /** Nothing: a pseudo console that loses its input ends its child. */
    @Override
    public void close() {}
}
