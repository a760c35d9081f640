package io.codex4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Tell whether a directory is under version control, so that what the agent does there can be undone. */
final class GitRepository {
    private static final byte[] POINTER = "gitdir:".getBytes(StandardCharsets.US_ASCII);

    private GitRepository() {}

    static boolean holds(Path directory) {
        for (Path folder = directory; folder != null; folder = folder.getParent()) {
            if (isMarker(folder.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    /** An empty folder or file of that name is no repository: sandboxes leave such things behind. */
    private static boolean isMarker(Path entry) {
        if (Files.isDirectory(entry)) {
            return Files.exists(entry.resolve("HEAD"));
        }
        if (!Files.isRegularFile(entry)) {
            return false;
        }
        try (InputStream content = Files.newInputStream(entry)) {
            return Arrays.equals(content.readNBytes(POINTER.length), POINTER);
        } catch (IOException e) {
            return false;
        }
    }
}
