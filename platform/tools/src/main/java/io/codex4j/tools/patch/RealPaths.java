package io.codex4j.tools.patch;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Find out where a change of a file lands, also when the file does not exist yet. */
final class RealPaths {
    private static final int MAX_LINKS = 40;

    private RealPaths() {}

    /** Return the path without links, those to the file itself included. */
    static Path of(Path path) throws IOException {
        return follow(path, MAX_LINKS);
    }

    /** Return the path without links, except that the file itself may be one. */
    static Path ofEntry(Path path) throws IOException {
        Path parent = path.getParent();
        return parent == null ? path : of(parent).resolve(path.getFileName());
    }

    private static Path follow(Path path, int linksLeft) throws IOException {
        try {
            return path.toRealPath();
        } catch (NoSuchFileException e) {
            Path parent = path.getParent();
            if (parent == null) {
                throw e;
            }
            if (linksLeft == 0) {
                throw new FileSystemException(path.toString(), null, "Too many levels of symbolic links (os error 40)");
            }
            Path realParent = follow(parent, linksLeft);
            Path entry = realParent.resolve(path.getFileName());
            if (Files.isSymbolicLink(entry)) {
                Path linked = realParent.resolve(Files.readSymbolicLink(entry)).normalize();
                return follow(linked, linksLeft - 1);
            }
            return entry;
        }
    }
}
