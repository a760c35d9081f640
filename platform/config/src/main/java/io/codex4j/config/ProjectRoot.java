package io.codex4j.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/** Find the folder that a working directory belongs to. All paths are absolute; nothing is changed on disk. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ProjectRoot {
    /** What marks a project where {@code project_root_markers} says nothing. */
    public static final List<String> DEFAULT_MARKERS = List.of(".git");

    private static final String GIT = ".git";
    private static final String POINTER = "gitdir:";
    /** A pointer file holds one path; what is larger is something else. */
    private static final int MAX_POINTER_BYTES = 64 * 1024;

    private ProjectRoot() {}

    /** Return the nearest of the directory and its ancestors that holds one of the markers; else the directory. */
    public static Path of(Path directory, List<String> markers) {
        for (Path folder = directory; folder != null && !markers.isEmpty(); folder = folder.getParent()) {
            for (String marker : markers) {
                if (holds(folder, marker)) {
                    return folder;
                }
            }
        }
        return directory;
    }

    /** Return the nearest of the directory and its ancestors that holds an entry {@code .git} of whatever kind. */
    public static Optional<Path> repositoryOf(Path directory) {
        for (Path folder = directory; folder != null; folder = folder.getParent()) {
            if (holds(folder, GIT)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /**
     * Return the repository that a linked worktree was made from; for anything else the folder itself.
     *
     * <p>The repository must point back to the worktree, as git writes it: else a folder from anywhere could name a
     * repository that the user trusts as its own.
     */
    public static Path mainRepositoryOf(Path folder) {
        try {
            Optional<Path> administration = pointerTarget(folder.resolve(GIT));
            if (administration.isEmpty() || !pointsBack(administration.get(), folder)) {
                return folder;
            }
            Path worktrees = administration.get().getParent();
            Path git = worktrees == null ? null : worktrees.getParent();
            Path main = git == null ? null : git.getParent();
            boolean isWorktree =
                    worktrees != null && worktrees.endsWith("worktrees") && git != null && git.endsWith(GIT);
            return isWorktree && main != null ? main : folder;
        } catch (IOException | InvalidPathException unreadable) {
            return folder;
        }
    }

    private static Optional<Path> pointerTarget(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_POINTER_BYTES) {
            return Optional.empty();
        }
        String text = read(file);
        if (!text.startsWith(POINTER)) {
            return Optional.empty();
        }
        return Optional.of(
                file.resolveSibling(text.substring(POINTER.length()).strip()).normalize());
    }

    private static boolean pointsBack(Path administration, Path worktree) throws IOException {
        Path file = administration.resolve("gitdir");
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_POINTER_BYTES) {
            return false;
        }
        Path back = administration.resolve(read(file).strip()).normalize();
        return Files.exists(back) && Files.isSameFile(back, worktree.resolve(GIT));
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static boolean holds(Path folder, String name) {
        try {
            return Files.exists(folder.resolve(name));
        } catch (InvalidPathException noName) {
            return false;
        }
    }
}
