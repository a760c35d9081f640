package io.codex4j.tools.patch;

import io.codex4j.api.Cancellation;
import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.ToolActivity.ChangeKind;
import io.codex4j.api.tool.ToolActivity.FileChange;
import io.codex4j.api.tool.Workspace;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Work out what a patch does, ask whether it may, and do all of it or nothing. Not safe for use by several threads.
 *
 * <p>The whole result is in memory before the first file is touched; changes of one file within a patch build on each
 * other.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class PatchPlan {
    private final Path directory;
    private final Map<Path, PatchedFile> files = new LinkedHashMap<>();
    private final Map<Path, ChangeKind> changes = new TreeMap<>();
    private final List<String> added = new ArrayList<>();
    private final List<String> modified = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private List<Path> leftovers = List.of();

    private PatchPlan(Path directory) {
        this.directory = directory;
    }

    /**
     * Read the files of a patch and compute what becomes of them.
     *
     * @param directory absolute path, from which the paths in the patch start
     * @throws PatchException if the patch does not fit the files
     */
    public static PatchPlan prepare(Patch patch, Path directory, Cancellation cancellation) throws PatchException {
        PatchPlan plan = new PatchPlan(directory);
        for (Patch.Operation operation : patch.operations()) {
            cancellation.throwIfCancelled();
            switch (operation) {
                case Patch.Add add -> plan.add(add);
                case Patch.Delete delete -> plan.delete(delete);
                case Patch.Update update -> plan.update(update);
            }
        }
        return plan;
    }

    private void add(Patch.Add operation) throws PatchException {
        Path path = resolve(operation.path());
        PatchedFile file = openForWriting(path);
        file.write(FileText.made(operation.lines()));
        changes.merge(path, ChangeKind.ADD, (before, now) -> before == ChangeKind.DELETE ? ChangeKind.UPDATE : now);
        added.add(operation.path());
    }

    private void delete(Patch.Delete operation) throws PatchException {
        Path path = resolve(operation.path());
        PatchedFile file;
        try {
            file = open(RealPaths.ofEntry(path), path);
            if (!file.present()) {
                throw new PatchException("Failed to read " + path + ": " + FileErrors.MISSING);
            }
        } catch (IOException e) {
            throw new PatchException("Failed to read " + path + ": " + FileErrors.describe(e), e);
        }
        if (isDirectory(file) || Files.isDirectory(path)) {
            throw new PatchException("Failed to read " + path + ": " + FileErrors.DIRECTORY);
        }
        file.remove();
        if (file.original() == null) {
            changes.remove(path);
        } else {
            file.original().textIfAny();
            changes.put(path, ChangeKind.DELETE);
        }
        deleted.add(operation.path());
    }

    private void update(Patch.Update operation) throws PatchException {
        Path path = resolve(operation.path());
        PatchedFile file;
        FileText text;
        try {
            file = open(place(path), path);
            if (!file.present()) {
                throw new PatchException("Failed to read file to update " + path + ": " + FileErrors.MISSING);
            }
            if (isDirectory(file)) {
                throw new PatchException("Failed to read file to update " + path + ": " + FileErrors.DIRECTORY);
            }
            text = file.currentText();
        } catch (IOException e) {
            throw new PatchException("Failed to read file to update " + path + ": " + FileErrors.describe(e), e);
        }
        FileText changed = ChunkApplier.apply(operation.chunks(), text, path);
        changes.putIfAbsent(path, ChangeKind.UPDATE);
        if (operation.destination() == null) {
            checkWritable(file, path);
            file.write(changed);
            modified.add(operation.path());
        } else {
            move(file, path, changed, operation.destination());
        }
    }

    private void move(PatchedFile file, Path path, FileText changed, String destination) throws PatchException {
        PatchedFile moved = openForWriting(resolve(destination));
        modified.add(destination);
        if (moved == file) {
            file.write(changed);
            return;
        }
        PatchedFile entry;
        try {
            entry = open(RealPaths.ofEntry(path), path);
        } catch (IOException e) {
            throw new PatchException("Failed to remove " + path + ": " + FileErrors.describe(e), e);
        }
        if (entry == file) {
            moved.moveFrom(file, changed);
        } else {
            // The patch names a link: the link goes, the file that it leads to stays as it is.
            moved.write(changed.detached());
            entry.remove();
        }
    }

    private PatchedFile openForWriting(Path path) throws PatchException {
        try {
            PatchedFile file = open(place(path), path);
            checkWritable(file, path);
            if (file.original() != null) {
                file.original().textIfAny();
            }
            return file;
        } catch (IOException e) {
            throw new PatchException("Failed to write file " + path + ": " + FileErrors.describe(e), e);
        }
    }

    /** Refuse what renaming would allow but writing would not. */
    private static void checkWritable(PatchedFile file, Path path) throws PatchException {
        OriginalFile original = file.original();
        if (original == null || !file.present()) {
            return;
        }
        if (original.isDirectory()) {
            throw new PatchException("Failed to write file " + path + ": " + FileErrors.DIRECTORY);
        }
        if (!original.isRegular()) {
            throw new PatchException("Failed to write file " + path + ": not a regular file");
        }
        if (!Files.isWritable(file.target())) {
            throw new PatchException("Failed to write file " + path + ": " + FileErrors.DENIED);
        }
    }

    private static boolean isDirectory(PatchedFile file) {
        return file.original() != null && file.original().isDirectory();
    }

    private Path resolve(String path) throws PatchException {
        try {
            return GivenPaths.resolve(directory, path);
        } catch (InvalidPathException e) {
            throw new PatchException("'" + path + "' is not a valid path: " + e.getReason(), e);
        }
    }

    /** Return where a change of a file lands: behind a link, unless this patch has already removed the link. */
    private Path place(Path path) throws IOException {
        Path entry = RealPaths.ofEntry(path);
        return files.containsKey(entry) ? entry : RealPaths.of(path);
    }

    private PatchedFile open(Path target, Path name) throws IOException {
        PatchedFile file = files.get(target);
        if (file == null) {
            file = new PatchedFile(target);
            files.put(target, file);
        }
        file.names().add(name);
        return file;
    }

    /** Return the changes for the user: absolute paths, sorted; a moved file is an update of its old path. */
    public List<FileChange> changes() {
        List<FileChange> list = new ArrayList<>();
        changes.forEach((path, kind) -> list.add(new FileChange(path, kind)));
        return list;
    }

    /**
     * Check that all changes may be made.
     *
     * @throws ActionRefusedException if one may not
     */
    public void authorize(Workspace workspace) throws ActionRefusedException {
        for (PatchedFile file : files.values()) {
            if (!file.isTouched()) {
                continue;
            }
            for (Path name : file.names()) {
                if (!workspace.checkWritable(name).equals(file.target())) {
                    workspace.checkWritable(file.target());
                }
            }
        }
    }

    /**
     * Change the files.
     *
     * @throws PatchException if it did not work; then no file is changed
     */
    public void apply(Cancellation cancellation) throws PatchException {
        FileTransaction transaction = new FileTransaction();
        for (PatchedFile file : files.values()) {
            FileText text = file.changedText();
            if (text != null) {
                transaction.write(file.target(), text, attributes(file));
            }
        }
        for (PatchedFile file : files.values()) {
            if (file.isRemoved()) {
                transaction.remove(file.target());
            }
        }
        leftovers = transaction.commit(() -> {
            cancellation.throwIfCancelled();
            checkUnchanged();
        });
    }

    private static @Nullable PosixFileAttributes attributes(PatchedFile file) {
        OriginalFile like =
                file.original() != null ? file.original() : file.source().original();
        return like == null ? null : like.posix();
    }

    /** Notice what others did to the files since they were read, perhaps while the user was asked. */
    private void checkUnchanged() throws IOException {
        for (PatchedFile file : files.values()) {
            OriginalFile original = file.original();
            boolean same = original == null ? OriginalFile.find(file.target()) == null : original.isUnchanged();
            if (!same) {
                throw new FileSystemException(
                        file.target().toString(),
                        null,
                        file.target() + " was changed by another program in the meantime; read it again");
            }
        }
    }

    /** Return what was done, for the model. */
    public String summary() {
        StringBuilder summary = new StringBuilder("Success. Updated the following files:\n");
        added.forEach(path -> summary.append("A ").append(path).append('\n'));
        modified.forEach(path -> summary.append("M ").append(path).append('\n'));
        deleted.forEach(path -> summary.append("D ").append(path).append('\n'));
        leftovers.forEach(path -> summary.append("Could not remove the temporary file ")
                .append(path)
                .append('\n'));
        return summary.toString();
    }

    /**
     * Return what the patch changes as a unified diff in git's format.
     *
     * @param root folder that the paths of the diff start from; files elsewhere appear with their whole path
     */
    public String diff(Path root) {
        return new PatchDiff(root).of(files.values());
    }
}
