package io.codex4j.tools.patch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Write and remove files so that all of it happens or nothing.
 *
 * <p>New content is first written to files beside the targets, which then take their places by renaming. Until the last
 * step is done, what was replaced is kept beside the target under another name.
 */
final class FileTransaction {
    private final List<Step> steps = new ArrayList<>();
    private final Deque<Undo> undos = new ArrayDeque<>();
    private final List<Path> backups = new ArrayList<>();

    private sealed interface Step {
        Path target();
    }

    private record Write(
            Path target, FileText content, @Nullable PosixFileAttributes like) implements Step {}

    private record Remove(Path target) implements Step {}

    /** Put things back; what is left over if that fails is named for the user. */
    private record Undo(Path leftover, Action action) {}

    /** Something that may fail. */
    interface Action {
        void run() throws IOException;
    }

    /** A step whose new content is on the disk already; null where the file goes. */
    private record Prepared(Path target, @Nullable Path content) {}

    /** Plan to write a file; owner and permissions are taken from the given ones where they are known. */
    void write(Path target, FileText content, @Nullable PosixFileAttributes like) {
        steps.add(new Write(target, content, like));
    }

    /** Plan to remove a file. */
    void remove(Path target) {
        steps.add(new Remove(target));
    }

    /**
     * Do everything that was planned.
     *
     * @param beforeFirstChange runs when all new content is on the disk and no file was changed; may throw to give up
     * @return files that were made on the way and could not be removed; normally none
     * @throws PatchException if something failed; everything is as it was before
     */
    List<Path> commit(Action beforeFirstChange) throws PatchException {
        Path current = Path.of("");
        boolean done = false;
        try {
            List<Prepared> prepared = new ArrayList<>();
            for (Step step : steps) {
                current = step.target();
                prepared.add(prepare(step));
            }
            beforeFirstChange.run();
            for (int i = 0; i < prepared.size(); i++) {
                current = prepared.get(i).target();
                replace(prepared.get(i), i == prepared.size() - 1);
            }
            done = true;
        } catch (IOException e) {
            String restored = rollBack();
            throw new PatchException(
                    "Failed to write file " + current + ": " + FileErrors.describe(e) + "\n" + restored, e);
        } finally {
            if (!done) {
                rollBack();
            }
        }
        return discardBackups();
    }

    private Prepared prepare(Step step) throws IOException {
        return switch (step) {
            case Write write -> {
                makeFolders(parent(write.target()));
                yield new Prepared(write.target(), writeBeside(write));
            }
            case Remove remove -> new Prepared(remove.target(), null);
        };
    }

    private void makeFolders(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path each = folder; !Files.exists(each, LinkOption.NOFOLLOW_LINKS); each = parent(each)) {
            missing.push(each);
        }
        for (Path each : missing) {
            Files.createDirectory(each);
            undos.push(new Undo(each, () -> Files.deleteIfExists(each)));
        }
        if (!folder.toRealPath().equals(folder)) {
            throw new FileSystemException(folder.toString(), null, "the folder was replaced in the meantime");
        }
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException(FileErrors.DIRECTORY);
        }
        return parent;
    }

    private Path writeBeside(Write write) throws IOException {
        Path content = nameBeside(write.target());
        undos.push(new Undo(content, () -> Files.deleteIfExists(content)));
        create(content, write.like());
        try (OutputStream out = Files.newOutputStream(content, StandardOpenOption.WRITE)) {
            out.write(write.content().bytes());
        }
        if (write.like() != null) {
            copyOwnerAndPermissions(write.like(), content);
        }
        return content;
    }

    /** Never let others read the content of a file that they could not read before. */
    private static void create(Path path, @Nullable PosixFileAttributes like) throws IOException {
        if (like == null) {
            Files.createFile(path);
        } else {
            Set<PosixFilePermission> ownerOnly =
                    EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            Files.createFile(path, PosixFilePermissions.asFileAttribute(ownerOnly));
        }
    }

    private static void copyOwnerAndPermissions(PosixFileAttributes like, Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        PosixFileAttributes now = view.readAttributes();
        try {
            if (!now.owner().equals(like.owner())) {
                view.setOwner(like.owner());
            }
            if (!now.group().equals(like.group())) {
                view.setGroup(like.group());
            }
        } catch (IOException e) {
            // Only root may give files away: the file then belongs to whoever applied the patch, as a new file does.
            view.setPermissions(like.permissions());
            return;
        }
        view.setPermissions(like.permissions());
    }

    private static Path nameBeside(Path target) {
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return target.resolveSibling(".codex-patch-" + random);
    }

    /** Do one step; the last one needs no way back. */
    private void replace(Prepared step, boolean last) throws IOException {
        Path target = step.target();
        boolean exists = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        if (exists && !last) {
            backUp(target, step.content() == null);
        }
        if (step.content() == null) {
            if (last) {
                Files.delete(target);
            }
            return;
        }
        Files.move(step.content(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (!exists) {
            undos.push(new Undo(target, () -> Files.deleteIfExists(target)));
        }
    }

    private void backUp(Path target, boolean away) throws IOException {
        Path backup = nameBeside(target);
        if (away || !linked(backup, target)) {
            Files.move(target, backup, StandardCopyOption.ATOMIC_MOVE);
        }
        backups.add(backup);
        undos.push(new Undo(backup, () -> {
            Files.move(backup, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            // Renaming one name of a file to another name of the same file leaves both.
            Files.deleteIfExists(backup);
        }));
    }

    /** Keep the old file under a second name, so that the target is there at every moment. */
    private static boolean linked(Path backup, Path target) {
        try {
            Files.createLink(backup, target);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Return one sentence about the outcome. */
    private String rollBack() {
        List<Path> leftovers = new ArrayList<>();
        while (!undos.isEmpty()) {
            Undo undo = undos.pop();
            try {
                undo.action().run();
            } catch (IOException e) {
                leftovers.add(undo.leftover());
            }
        }
        return leftovers.isEmpty()
                ? "No file was changed."
                : "Not everything could be put back; look at " + leftovers + ".";
    }

    private List<Path> discardBackups() {
        List<Path> leftovers = new ArrayList<>();
        for (Path backup : backups) {
            try {
                Files.deleteIfExists(backup);
            } catch (IOException e) {
                leftovers.add(backup);
            }
        }
        return leftovers;
    }
}
