package io.codex4j.config;

/**
 * Where a key or a value is written.
 *
 * @param source the text
 * @param line counted from 1
 * @param column counted from 1, in characters (code points)
 */
record Place(Source source, int line, int column) {
    /** Return {@code file:line:column}, or what the command line calls it. */
    String describe() {
        return source.file().isPresent() ? source.label() + ":" + line + ":" + column : source.label();
    }

    /** Make the error for a wrong text here: place, sentence, the line and a caret. */
    ConfigException problem(String sentence) {
        String excerpt = Excerpt.of(source.text(), line, column, source.file().isPresent());
        return new ConfigException(ConfigException.Kind.LOADING, describe() + ": " + sentence + "\n" + excerpt);
    }
}
