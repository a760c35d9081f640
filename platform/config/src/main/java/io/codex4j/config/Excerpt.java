package io.codex4j.config;

/** Shows one line of a text with a caret below the place that is meant. */
final class Excerpt {
    private static final int WIDTH = 120;
    private static final String CUT = "…";

    private Excerpt() {}

    /**
     * Return three lines: a rule, the line of the text, the caret.
     *
     * @param numbered whether the number of the line stands in front
     */
    static String of(String text, int line, int column, boolean numbered) {
        int[] characters = lineOf(text, line).codePoints().toArray();
        int caret = Math.max(0, Math.min(column - 1, characters.length));
        int from = characters.length <= WIDTH ? 0 : Math.max(0, caret - WIDTH / 2);
        int to = Math.min(characters.length, from + WIDTH);
        String number = numbered ? Integer.toString(line) : "";
        String gutter = numbered ? " ".repeat(number.length()) + " |" : "|";

        StringBuilder shown = new StringBuilder(gutter).append('\n');
        shown.append(number).append(numbered ? " | " : "| ");
        shown.append(from > 0 ? CUT : "");
        for (int i = from; i < to; i++) {
            shown.appendCodePoint(printable(characters[i]));
        }
        shown.append(to < characters.length ? CUT : "").append('\n');
        return shown.append(gutter)
                .append(" ".repeat(caret - from + (from > 0 ? 2 : 1)))
                .append('^')
                .toString();
    }

    private static String lineOf(String text, int line) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                return "";
            }
            start = end + 1;
        }
        int end = text.indexOf('\n', start);
        end = end < 0 ? text.length() : end;
        return end > start && text.charAt(end - 1) == '\r'
                ? text.substring(start, end - 1)
                : text.substring(start, end);
    }

    /** A config file is shown on a terminal, so nothing in it may steer the terminal. */
    private static int printable(int character) {
        if (character == '\t') {
            return ' ';
        }
        boolean steers = Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
        return steers ? '\uFFFD' : character;
    }
}
