package io.codex4j.exec;

/** Keep text from others from steering the user's terminal. */
final class ControlCharacters {
    private static final int CONTROL_PICTURES = 0x2400;
    private static final char PICTURE_OF_DELETE = '\u2421';
    private static final char REPLACEMENT = '\ufffd';

    private ControlCharacters() {}

    /** Replace control characters by visible ones, but for tab and line feed; a carriage return ends a line. */
    static String visible(String text) {
        int first = 0;
        while (first < text.length() && !isControl(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r') {
                boolean endsLine = i + 1 < text.length() && text.charAt(i + 1) == '\n';
                if (!endsLine) {
                    safe.append('\n');
                }
            } else {
                safe.append(isControl(c) ? picture(c) : c);
            }
        }
        return safe.toString();
    }

    private static boolean isControl(char c) {
        return (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
    }

    private static char picture(char c) {
        if (c < ' ') {
            return (char) (CONTROL_PICTURES + c);
        }
        return c == 0x7f ? PICTURE_OF_DELETE : REPLACEMENT;
    }
}
