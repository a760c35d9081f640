package io.codex4j.exec;

/**
 * Color text for a terminal.
 *
 * @param on whether text is colored at all
 */
record Ink(boolean on) {
    String bold(String text) {
        return paint("1", text);
    }

    String dim(String text) {
        return paint("2", text);
    }

    String italic(String text) {
        return paint("3", text);
    }

    String red(String text) {
        return paint("31", text);
    }

    String green(String text) {
        return paint("32", text);
    }

    String cyan(String text) {
        return paint("36", text);
    }

    /** The name of a block: who speaks or acts. */
    String title(String text) {
        return paint("35;3", text);
    }

    String warning(String text) {
        return paint("33;1", text);
    }

    String error(String text) {
        return paint("31;1", text);
    }

    private String paint(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
