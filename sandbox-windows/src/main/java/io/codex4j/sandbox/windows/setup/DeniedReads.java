package io.codex4j.sandbox.windows.setup;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/** Find the files and folders that may not be read: lists of rights know no globs. */
final class DeniedReads {
    private static final int MOST_VISITED = 200_000;
    private static final String SIGNS = "*?[{";

    private DeniedReads() {}

    /** Tell whether a text is a glob and not a plain path. */
    static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> SIGNS.indexOf(c) >= 0);
    }

    /**
     * Return what exists of the globs, sorted.
     *
     * @throws IOException if not all of it can be found
     */
    static List<Path> find(List<String> globs) throws IOException {
        Collection<Path> found = new TreeSet<>();
        for (String glob : globs) {
            if (isGlob(glob)) {
                walk(glob, found);
            } else if (Files.exists(Path.of(glob), LinkOption.NOFOLLOW_LINKS)) {
                found.add(Path.of(glob));
            }
        }
        return List.copyOf(found);
    }

    private static void walk(String glob, Collection<Path> found) throws IOException {
        String slashes = glob.replace('\\', '/');
        Path start = start(slashes);
        if (!Files.isDirectory(start)) {
            return;
        }
        PathMatcher matcher;
        try {
            // In the syntax of globs, a backslash is no separator on any system.
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + slashes);
        } catch (PatternSyntaxException e) {
            throw new IOException("the glob " + glob + " is not valid: " + e.getDescription(), e);
        }
        boolean deep = slashes.contains("**");
        int depth = deep
                ? Integer.MAX_VALUE
                : Path.of(slashes.replaceAll("[*?\\[\\]{}]", "x")).getNameCount() - start.getNameCount();
        Files.walkFileTree(start, Set.of(), depth, new Finder(glob, matcher, found));
    }

    /** Return the folder before the first sign of a glob. */
    private static Path start(String slashes) {
        int sign = 0;
        while (SIGNS.indexOf(slashes.charAt(sign)) < 0) {
            sign++;
        }
        int slash = slashes.lastIndexOf('/', sign);
        return Path.of(slash < 0 ? "" : slashes.substring(0, slash + 1));
    }

    private static final class Finder extends SimpleFileVisitor<Path> {
        private final String glob;
        private final PathMatcher matcher;
        private final Collection<Path> found;
        private int visited;

        Finder(String glob, PathMatcher matcher, Collection<Path> found) {
            this.glob = glob;
            this.matcher = matcher;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            if (visit(folder) || attributes.isOther()) {
                // What lies below inherits the denial; a junction leads elsewhere.
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            visit(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            // What this user cannot open, a user of the sandbox cannot either.
            return FileVisitResult.CONTINUE;
        }

        private boolean visit(Path path) throws IOException {
            if (++visited > MOST_VISITED) {
                throw new IOException("the glob " + glob + " covers more than " + MOST_VISITED
                        + " files; deny the reading of fewer folders");
            }
            boolean matches = matcher.matches(path);
            if (matches) {
                found.add(path);
            }
            return matches;
        }
    }
}
