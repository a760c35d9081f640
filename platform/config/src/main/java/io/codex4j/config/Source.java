package io.codex4j.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A text that settings were read from: a file, a {@code -c} override, or a flag of the command line.
 *
 * @param label how errors call it; the absolute path of a file
 * @param file the file, empty for the command line
 * @param text the whole text
 * @param base folder that relative paths in the text start from, absolute
 */
record Source(String label, Optional<Path> file, String text, Path base) {
    static final String OVERRIDE = "-c/--config override";
    static final String FLAG = "command line flag";

    static Source ofFile(Path file, String text) {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        return new Source(absolute.toString(), Optional.of(absolute), text, folder == null ? absolute : folder);
    }

    static Source ofOverride(String text, Path directory) {
        return new Source(OVERRIDE, Optional.empty(), text, directory);
    }

    static Source ofFlag(String text, Path directory) {
        return new Source(FLAG, Optional.empty(), text, directory);
    }

    Place place(int line, int column) {
        return new Place(this, line, column);
    }

    Place start() {
        return new Place(this, 1, 1);
    }
}
