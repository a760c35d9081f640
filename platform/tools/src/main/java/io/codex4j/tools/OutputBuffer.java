package io.codex4j.tools;

import java.util.Arrays;

/** Keep the beginning and the end of output, at most 1 MiB together. Not safe for use by several threads. */
final class OutputBuffer {
    static final int CAPACITY = 1 << 20;

    private static final int HALF = CAPACITY / 2;

    private byte[] head = new byte[0];
    private int headSize;
    private byte[] tail = new byte[0];
    private long beyondHead;

    void append(byte[] bytes, int offset, int length) {
        int toHead = Math.min(length, HALF - headSize);
        if (toHead > 0) {
            if (headSize + toHead > head.length) {
                int grown = Math.max(headSize + toHead, Math.max(1024, head.length * 2));
                head = Arrays.copyOf(head, Math.min(HALF, grown));
            }
            System.arraycopy(bytes, offset, head, headSize, toHead);
            headSize += toHead;
        }
        if (length > toHead) {
            appendToTail(bytes, offset + toHead, length - toHead);
        }
    }

    /** The tail is a ring: the oldest bytes are written over. */
    private void appendToTail(byte[] bytes, int offset, int length) {
        if (tail.length == 0) {
            tail = new byte[HALF];
        }
        int skipped = Math.max(0, length - HALF);
        int from = offset + skipped;
        int left = length - skipped;
        beyondHead += skipped;
        while (left > 0) {
            int at = (int) (beyondHead % HALF);
            int run = Math.min(left, HALF - at);
            System.arraycopy(bytes, from, tail, at, run);
            from += run;
            left -= run;
            beyondHead += run;
        }
    }

    /** Return how many bytes were written, kept or not. */
    long size() {
        return headSize + beyondHead;
    }

    /** Forget everything. */
    void clear() {
        head = new byte[0];
        headSize = 0;
        tail = new byte[0];
        beyondHead = 0;
    }

    /** Return the text; bytes that are no UTF-8 are replaced, and a line says how many are missing. */
    String text() {
        if (beyondHead <= HALF) {
            byte[] all = Arrays.copyOf(head, headSize + (int) beyondHead);
            System.arraycopy(tail, 0, all, headSize, (int) beyondHead);
            return OutputText.of(all, 0, all.length);
        }
        int oldest = (int) (beyondHead % HALF);
        byte[] end = new byte[HALF];
        System.arraycopy(tail, oldest, end, 0, HALF - oldest);
        System.arraycopy(tail, 0, end, HALF - oldest, oldest);
        int headEnd = Utf8.completeLength(head, headSize);
        int tailStart = Utf8.firstStart(end);
        long omitted = size() - headEnd - (HALF - tailStart);
        return OutputText.of(head, 0, headEnd)
                + "\n... " + omitted + " bytes omitted ...\n"
                + OutputText.of(end, tailStart, HALF - tailStart);
    }
}
