package io.codex4j.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
     * Return the level of a folder: its own, else that of the project's root, else that of the git repository, where a
     * worktree counts as the repository that it was made from.
     */
    Optional<Config.TrustLevel> levelOf(Path folder, Path root) {
        if (levels.isEmpty()) {
            return Optional.empty();
        }
        for (String name : names(folder, root)) {
            Config.TrustLevel level = levels.get(name);
            if (level != null) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    private static Set<String> names(Path folder, Path root) {
        Set<String> names = new LinkedHashSet<>();
        addNames(folder, names);
        addNames(root, names);
        Optional<Path> repository = ProjectRoot.repositoryOf(folder);
        if (repository.isPresent()) {
            addNames(repository.get(), names);
            addNames(ProjectRoot.mainRepositoryOf(repository.get()), names);
        }
        return names;
    }

    private static void addNames(Path folder, Set<String> names) {
        names.add(folder.toString());
        try {
            names.add(folder.toRealPath().toString());
        } catch (IOException gone) {
            // The name as given is all that can be looked up.
        }
    }

    private static String withoutLastSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
