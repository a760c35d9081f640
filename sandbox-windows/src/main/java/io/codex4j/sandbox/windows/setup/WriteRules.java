package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.FileAccess;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.WritableRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Say where a command may write, in real paths that exist.
 *
 * @param workspace the folder that is worked in; the first root of the policy, else the working directory
 * @param roots the folders that may be written, sorted
 * @param denied what may not be written although it lies in one of them, with those that it lies in
 * @param temporary whether the temporary folders of the environment are among the roots
 * @param notes one sentence for each folder of the policy that was left out
 */
record WriteRules(
        Path workspace, List<Path> roots, Map<Path, List<Path>> denied, boolean temporary, List<String> notes) {

    static WriteRules of(SandboxPolicy policy, Path directory, Environment environment, SandboxHome home) {
        return new Collector(policy, directory, environment, home).collect();
    }

    /** Return the real path of something that exists. */
    static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static final class Collector {
        private static final int LONGEST_POINTER = 4096;

        private final SandboxPolicy policy;
        private final Path directory;
        private final Environment environment;
        private final SandboxHome home;
        private final Set<Path> roots = new TreeSet<>();
        private final Set<Path> denied = new LinkedHashSet<>();
        private final List<String> notes = new ArrayList<>();

        Collector(SandboxPolicy policy, Path directory, Environment environment, SandboxHome home) {
            this.policy = policy;
            this.directory = directory;
            this.environment = environment;
            this.home = new SandboxHome(real(home.home()).orElse(home.home()));
        }

        WriteRules collect() {
            Path workspace = real(directory).orElse(directory);
            boolean temporary = false;
            if (policy.fileAccess() == FileAccess.WORKSPACE_WRITE) {
                Map<Path, WritableRoot> found = realRoots();
                if (!policy.writableRoots().isEmpty()) {
                    Path first = policy.writableRoots().getFirst().path();
                    workspace = real(first).orElse(workspace);
                }
                found.forEach(this::addRoot);
                for (Map.Entry<Path, WritableRoot> root : found.entrySet()) {
                    addDenied(root.getKey(), root.getValue());
                    temporary |= isTemporary(root.getKey());
                }
                if (Files.isDirectory(home.home())) {
                    denied.add(home.home());
                }
            }
            return new WriteRules(workspace, List.copyOf(roots), deniedByRoot(), temporary, List.copyOf(notes));
        }

        private Map<Path, WritableRoot> realRoots() {
            Map<Path, WritableRoot> found = new LinkedHashMap<>();
            for (WritableRoot root : policy.writableRoots()) {
                addReal(found, root.path(), root);
                if (!root.protectMissing()) {
                    // A scratch folder: whoever may use one may use the ones that the child is told of.
                    for (String name : List.of("TEMP", "TMP")) {
                        environment.path(name).ifPresent(path -> addReal(found, path, root));
                    }
                }
            }
            return found;
        }

        private void addReal(Map<Path, WritableRoot> found, Path path, WritableRoot root) {
            Optional<Path> real = real(path);
            if (real.isEmpty() || !Files.isDirectory(real.get())) {
                notes.add("The folder " + path + " does not exist, so that nothing can be written there.");
            } else if (leadsOut(path, real.get())) {
                notes.add("The folder " + path + " leads to " + real.get()
                        + ", out of the folder that it lies in, and a command could have made it so; it is left out.");
            } else {
                found.putIfAbsent(real.get(), root);
            }
        }

        /** Tell whether a folder inside a writable one is a link to elsewhere: a child can have put it there. */
        private boolean leadsOut(Path path, Path real) {
            for (WritableRoot other : policy.writableRoots()) {
                boolean inside = path.startsWith(other.path()) && !path.equals(other.path());
                if (inside && !real.startsWith(real(other.path()).orElse(other.path()))) {
                    return true;
                }
            }
            return false;
        }

        private void addRoot(Path root, WritableRoot rules) {
            Optional<Path> profile = environment.path("USERPROFILE").flatMap(WriteRules::real);
            if (profile.isPresent() && root.equals(profile.get())) {
                for (Path child : ProfileFolder.children(profile.get())) {
                    String name = String.valueOf(child.getFileName());
                    if (Files.isDirectory(child)
                            && rules.protectedNames().stream().noneMatch(name::equalsIgnoreCase)) {
                        addRoot(child, rules);
                    }
                }
            } else if (root.equals(home.home()) || home.guarded().stream().anyMatch(root::startsWith)) {
                notes.add("The folder " + root + " holds what the sandbox stands on; it is left out.");
            } else {
                roots.add(root);
            }
        }

        private void addDenied(Path root, WritableRoot rules) {
            for (String name : rules.protectedNames()) {
                Path path = root.resolve(name);
                if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                    denied.add(path);
                    if (name.equals(".git")) {
                        pointed(path).ifPresent(denied::add);
                    }
                }
            }
        }

        /** Return the folder that a {@code .git} file of a worktree points to. */
        private static Optional<Path> pointed(Path file) {
            try {
                if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_POINTER) {
                    return Optional.empty();
                }
                String text = Files.readString(file, StandardCharsets.UTF_8).strip();
                Path folder = file.getParent();
                return text.startsWith("gitdir:") && folder != null
                        ? real(folder.resolve(text.substring("gitdir:".length()).strip()))
                        : Optional.empty();
            } catch (IOException | InvalidPathException e) {
                return Optional.empty();
            }
        }

        private Map<Path, List<Path>> deniedByRoot() {
            Map<Path, List<Path>> byRoot = new TreeMap<>();
            for (Path path : denied) {
                List<Path> around = roots.stream()
                        .filter(root -> path.startsWith(root) && !path.equals(root))
                        .toList();
                if (!around.isEmpty() && !roots.contains(path)) {
                    byRoot.put(path, around);
                }
            }
            return byRoot;
        }

        private boolean isTemporary(Path root) {
            return List.of("TEMP", "TMP").stream()
                    .anyMatch(name -> environment
                            .path(name)
                            .flatMap(WriteRules::real)
                            .filter(root::equals)
                            .isPresent());
        }
    }
}
