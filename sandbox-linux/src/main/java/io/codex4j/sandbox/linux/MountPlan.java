package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.FileAccess;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.WritableRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decide what is mounted where, over a read-only view of everything: outer folders before inner ones, so that the
 * innermost one decides, and at the same place what is read-only after what is writable.
 *
 * <p>All paths are real ones, without links. The plan holds the places of missing protected names until it is closed.
 */
final class MountPlan {
    /** How a path is mounted. */
    enum Kind {
        WRITABLE,
        READ_ONLY
    }

    /**
     * One mount.
     *
     * @param source what is shown
     * @param target where it is shown
     */
    record Step(Kind kind, Path source, Path target) {}

    private static final Path TOP = Path.of("/");

    private final Map<Path, Step> writable = new HashMap<>();
    private final Map<Path, Step> readOnly = new HashMap<>();
    private final List<Path> placeholders = new ArrayList<>();
    private final boolean everythingWritable;

    private MountPlan(boolean everythingWritable) {
        this.everythingWritable = everythingWritable;
    }

    /**
     * Make the plan for a policy, as the file system is now.
     *
     * @throws SandboxException if something cannot be protected
     */
    static MountPlan of(SandboxPolicy policy) throws SandboxException {
        if (policy.fileAccess() == FileAccess.UNRESTRICTED) {
            return new MountPlan(true);
        }
        Map<Path, List<WritableRoot>> roots = realRoots(policy.writableRoots());
        MountPlan plan = new MountPlan(roots.containsKey(TOP));
        for (Path root : roots.keySet()) {
            plan.addWritable(root);
        }
        try {
            for (Map.Entry<Path, List<WritableRoot>> root : roots.entrySet()) {
                if (Files.isDirectory(root.getKey())) {
                    plan.protect(root.getKey(), root.getValue());
                }
            }
            plan.pinAncestors();
            return plan;
        } catch (SandboxException | RuntimeException e) {
            plan.release(true);
            throw e;
        }
    }

    /** Return the roots that exist, by their real paths; one folder may be named twice. */
    private static Map<Path, List<WritableRoot>> realRoots(List<WritableRoot> roots) throws SandboxException {
        Map<Path, List<WritableRoot>> real = new HashMap<>();
        for (WritableRoot root : roots) {
            Optional<Path> path = realPath(root);
            if (path.isPresent()) {
                real.computeIfAbsent(path.get(), key -> new ArrayList<>()).add(root);
            }
        }
        return real;
    }

    /**
     * Return where a root really is, or nothing if it does not exist or may not be reached, so that it cannot be
     * written either.
     *
     * @throws SandboxException if a link leads to the kernel's own file systems
     */
    static Optional<Path> realPath(WritableRoot root) throws SandboxException {
        Path path;
        try {
            path = root.path().toRealPath();
        } catch (IOException e) {
            return Optional.empty();
        }
        if (Refusals.isKernelFolder(path)) {
            throw new SandboxException(
                    SandboxException.Reason.UNENFORCEABLE,
                    "the writable folder " + root.path() + " leads to " + path + ", which belongs to the kernel");
        }
        return Optional.of(path);
    }

    private void addWritable(Path path) {
        writable.put(path, new Step(Kind.WRITABLE, path, path));
    }

    private void addReadOnly(Path path) {
        readOnly.put(path, new Step(Kind.READ_ONLY, path, path));
    }

    private void protect(Path root, List<WritableRoot> declarations) throws SandboxException {
        Set<String> names = new LinkedHashSet<>();
        Set<String> alsoMissing = new LinkedHashSet<>();
        for (WritableRoot declaration : declarations) {
            names.addAll(declaration.protectedNames());
            if (declaration.protectMissing()) {
                alsoMissing.addAll(declaration.protectedNames());
            }
        }
        for (String name : names) {
            protect(root.resolve(name), alsoMissing.contains(name));
        }
    }

    private void protect(Path path, boolean alsoMissing) throws SandboxException {
        if (Files.isSymbolicLink(path)) {
            throw new SandboxException(
                    SandboxException.Reason.UNENFORCEABLE,
                    path + " is a symbolic link, which the sandbox cannot keep from being replaced;"
                            + " put a folder or a file there, or make " + path.getParent() + " read-only");
        }
        if (alsoMissing) {
            Optional<Path> placeholder = Placeholders.acquire(path);
            if (placeholder.isPresent()) {
                placeholders.add(placeholder.get());
                readOnly.put(path, new Step(Kind.READ_ONLY, placeholder.get(), path));
                return;
            }
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            addReadOnly(path);
            for (Path folder : GitPointer.foldersOf(path)) {
                if (enclosingRoot(folder).isPresent()) {
                    addReadOnly(folder);
                }
            }
        }
    }

    private Optional<Path> enclosingRoot(Path path) {
        for (Path ancestor = path.getParent(); ancestor != null; ancestor = ancestor.getParent()) {
            if (writable.containsKey(ancestor)) {
                return Optional.of(ancestor);
            }
        }
        return Optional.empty();
    }

    /**
     * Mount every folder between a root and something inside it onto itself: a folder that only leads to a mount could
     * be renamed, and another one, with other content, be put in its place.
     */
    private void pinAncestors() {
        Set<Path> targets = new LinkedHashSet<>(writable.keySet());
        targets.addAll(readOnly.keySet());
        for (Path target : targets) {
            List<Path> between = new ArrayList<>();
            Path ancestor = target.getParent();
            while (ancestor != null && !writable.containsKey(ancestor) && !readOnly.containsKey(ancestor)) {
                between.add(ancestor);
                ancestor = ancestor.getParent();
            }
            if (ancestor != null && !readOnly.containsKey(ancestor)) {
                between.forEach(this::addWritable);
            }
        }
    }

    /** Tell whether everything is writable that the steps do not make read-only. */
    boolean everythingWritable() {
        return everythingWritable;
    }

    /** Return the mounts in the order in which they must be made. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>(writable.values());
        steps.addAll(readOnly.values());
        steps.removeIf(step -> step.target().equals(TOP));
        steps.sort(Comparator.comparingInt((Step step) -> step.target().getNameCount())
                .thenComparing(Step::kind)
                .thenComparing(Step::target));
        return steps;
    }

    /** Tell whether a file lies where a sandboxed program could replace it. */
    boolean isWritable(Path file) {
        return writable.containsKey(file) || enclosingRoot(file).isPresent();
    }

    /** Return whether places of missing names are held. */
    boolean holdsPlaces() {
        return !placeholders.isEmpty();
    }

    /**
     * Let go of the places of missing names.
     *
     * @param surelyUnused whether all processes of the sandbox are known to be dead
     */
    void release(boolean surelyUnused) {
        for (Path placeholder : placeholders) {
            Uninterruptibly.call(() -> {
                try {
                    Placeholders.release(placeholder, surelyUnused);
                } catch (IOException e) {
                    // What stays is an empty folder; the guardian or the next command tries again.
                    return false;
                }
                return true;
            });
        }
        placeholders.clear();
    }
}
