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
    /** By path and not by text: on Windows, upper and lower case are one, and so are both slashes. */
    private final Map<Path, Config.TrustLevel> levels = new HashMap<>();

    /** @param projects the table {@code [projects]}, checked */
    ProjectTrust(Node.Table projects) {
        for (Map.Entry<String, Node> project : projects.entries().entrySet()) {
            Node level = project.getValue() instanceof Node.Table table ? table.get("trust_level") : null;
            if (level != null) {
                boolean isTrusted = level.plain().equals("trusted");
                put(project.getKey(), isTrusted ? Config.TrustLevel.TRUSTED : Config.TrustLevel.UNTRUSTED);
            }
        }
    }

    private void put(String key, Config.TrustLevel level) {
        try {
            levels.put(Path.of(key), level);
        } catch (InvalidPathException noPath) {
            // A key that is no path names no project.
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

    private static Optional<Config.TrustLevel> firstOf(List<Path> folders, Map<Path, Config.TrustLevel> levels) {
        for (Path folder : folders) {
            Config.TrustLevel level = levels.get(folder);
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

    private Map<Path, Config.TrustLevel> levelsWithoutLinks() {
        Map<Path, Config.TrustLevel> resolved = new HashMap<>();
        for (Map.Entry<Path, Config.TrustLevel> level : levels.entrySet()) {
            // A relative key would follow the working directory, and lend its trust to whatever is there.
            if (level.getKey().isAbsolute()) {
                resolved.put(withoutLinks(level.getKey()), level.getValue());
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
}
