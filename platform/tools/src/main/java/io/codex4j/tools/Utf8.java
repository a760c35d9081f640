package io.codex4j.tools;

/** Find where characters begin and end in bytes of UTF-8 that were cut anywhere. */
final class Utf8 {
    private static final int LONGEST = 4;

    private Utf8() {}

    /** Return how many of the first bytes do not end within a character. */
    static int completeLength(byte[] bytes, int length) {
        for (int back = 1; back < LONGEST && back <= length; back++) {
            int value = bytes[length - back] & 0xff;
            if (value < 0x80) {
                return length;
            }
            if (value >= 0xc0) {
                return back < lengthOf(value) ? length - back : length;
            }
        }
        return length;
    }

    /** Return where the first whole character begins. */
    static int firstStart(byte[] bytes) {
        int start = 0;
        while (start < LONGEST - 1 && start < bytes.length && (bytes[start] & 0xc0) == 0x80) {
            start++;
        }
        return start;
    }

    private static int lengthOf(int first) {
        if (first >= 0xf8) {
            return 1;
        }
        if (first >= 0xf0) {
            return 4;
        }
        return first >= 0xe0 ? 3 : 2;
    }
}
