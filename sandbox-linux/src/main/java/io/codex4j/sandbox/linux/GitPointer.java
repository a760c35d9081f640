package io.codex4j.sandbox.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follow a {@code .git} that is a file, as in worktrees and submodules: it names the folder where the metadata is.
 *
 * <p>Format: gitrepository-layout(5); {@code gitdir: <path>}, and in that folder {@code commondir} with another path.
 */
final class GitPointer {
    private static final String PREFIX = "gitdir: ";
    private static final int LONGEST = 8192;

    private GitPointer() {}

    /** Return the folders that a file leads to, as far as they exist; none if it is no such file. */
    static List<Path> foldersOf(Path file) {
        List<Path> folders = new ArrayList<>();
        Optional<Path> folder = read(file)
                .filter(text -> text.startsWith(PREFIX))
                .flatMap(text -> resolve(file, text.substring(PREFIX.length())));
        if (folder.isPresent()) {
            folders.add(folder.get());
            Path common = folder.get().resolve("commondir");
            read(common).flatMap(text -> resolve(common, text)).ifPresent(folders::add);
        }
        return folders;
    }

    private static Optional<String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));
        try (InputStream stream = Files.newInputStream(file)) {
            return Optional.of(new String(stream.readNBytes(LONGEST), charset).stripTrailing());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> resolve(Path file, String target) {
        try {
            return Optional.of(file.resolveSibling(target).toRealPath());
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
