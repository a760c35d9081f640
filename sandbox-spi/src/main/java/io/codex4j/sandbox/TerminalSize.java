package io.codex4j.sandbox;

import org.apiguardian.api.API;

/**
 * Give the size of a terminal in character cells.
 *
 * @param columns cells in a row, at least 1
 * @param rows number of rows, at least 1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record TerminalSize(int columns, int rows) {
    /** The size that is taken where none is known. */
    public static final TerminalSize DEFAULT = new TerminalSize(80, 24);

    public TerminalSize {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException("a terminal has at least one cell: " + columns + "x" + rows);
        }
    }
}
