package io.codex4j.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks up {@code [projects."<path>"] trust_level}. */
final class ProjectTrust {
    private final Map<String, Config.TrustLevel> levels = new HashMap<>();

    /** @param projects the table {@code [projects]}, checked */
    ProjectTrust(Node.Table projects) {
        for (Map.Entry<String, Node> project : projects.entries().entrySet()) {
            Node level = project.getValue() instanceof Node.Table table ? table.get("trust_level") : null;
            if (level != null) {
                boolean isTrusted = level.plain().equals("trusted");
                levels.put(
                        withoutLastSlash(project.getKey()),
                        isTrusted ? Config.TrustLevel.TRUSTED : Config.TrustLevel.UNTRUSTED);
            }
        }
    }

    /**
     * Return the level of a folder, given with links resolved: its own, else that of the project's root, else that of
     * the git repository, where a worktree counts as the repository that it was made from.
     */
    Optional<Config.TrustLevel> levelOf(Path folder, Path root) {
        if (levels.isEmpty()) {
            return Optional.empty();
        }
        List<Path> candidates = candidates(folder, root);
        Optional<Config.TrustLevel> level = firstOf(candidates, levels);
        return level.isPresent() ? level : firstOf(candidates, levelsWithoutLinks());
    }

    private static Optional<Config.TrustLevel> firstOf(List<Path> folders, Map<String, Config.TrustLevel> levels) {
        for (Path folder : folders) {
            Config.TrustLevel level = levels.get(folder.toString());
            if (level != null) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    private static List<Path> candidates(Path folder, Path root) {
        List<Path> candidates = new ArrayList<>(List.of(folder, root));
        Optional<Path> repository = ProjectRoot.repositoryOf(folder);
        if (repository.isPresent()) {
            candidates.add(repository.get());
            candidates.add(withoutLinks(ProjectRoot.mainRepositoryOf(repository.get())));
        }
        return candidates;
    }

    private Map<String, Config.TrustLevel> levelsWithoutLinks() {
        Map<String, Config.TrustLevel> resolved = new HashMap<>();
        for (Map.Entry<String, Config.TrustLevel> level : levels.entrySet()) {
            try {
                resolved.put(withoutLinks(Path.of(level.getKey())).toString(), level.getValue());
            } catch (InvalidPathException noPath) {
                // A key that is no path names no project.
            }
        }
        return resolved;
    }

    /** Return where a path leads to; the path itself if there is nothing. */
    static Path withoutLinks(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException gone) {
            return path;
        }
    }

    private static String withoutLastSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
