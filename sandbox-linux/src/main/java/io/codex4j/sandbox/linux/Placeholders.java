package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hold the places of protected names that do not exist: an empty folder is made, something read-only is mounted over it
 * in the sandbox, and it is removed when no sandbox uses it any more.
 *
 * <p>Removing such a folder takes the mount away from every sandbox that still has it, so it must not be removed while
 * another command, of this JVM or of any other, uses it. The count of users is kept in the folder itself: each JVM
 * makes a folder in it that carries its name, and a folder that is not empty cannot be removed. See
 * {@code docs/adr/0020-protected-names.md}.
 */
final class Placeholders {
    private static final String OURS = ".codex4j-";
    private static final String MADE = OURS + "made-";
    private static final String GUARD = OURS + "guard-";
    private static final int MOST_ATTEMPTS = 1000;
    private static final int MILLIS_TO_BE_FILLED = 3;

    private static final int MOST_LOOKS = 100;
    private static final int MILLIS_BETWEEN_LOOKS = 20;

    private static final Map<Path, Integer> USES = new HashMap<>();
    private static final Set<Path> DOUBTFUL = new HashSet<>();

    private enum State {
        MISSING,
        /** An empty folder: the user's, or one that another JVM has just made. */
        EMPTY,
        /** A folder that stands for a missing name. */
        PLACEHOLDER,
        /** A file, or a folder with content, or one that we may not look into. */
        REAL
    }

    private Placeholders() {}

    /**
     * Hold a place if there is one to hold.
     *
     * @return the folder to mount over {@code name} and to {@link #release} afterwards; nothing if the name is taken by
     *     something with content, or cannot be created by anybody
     */
    static synchronized Optional<Path> acquire(Path name) throws SandboxException {
        try {
            if (stateOf(name) == State.EMPTY) {
                Thread.sleep(MILLIS_TO_BE_FILLED);
            }
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                State state = stateOf(name);
                if (state == State.REAL || !isWritableFor(state, name)) {
                    return Optional.empty();
                }
                Optional<Path> token = switch (state) {
                    case MISSING -> make(name);
                    case PLACEHOLDER -> join(name, MADE);
                    case EMPTY, REAL -> join(name, GUARD);
                };
                if (token.isPresent()) {
                    sweep(name);
                    USES.merge(token.get(), 1, Integer::sum);
                    return token;
                }
            }
        } catch (IOException e) {
            throw failure(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(name, e);
        }
        throw failure(name, new IOException("it comes and goes"));
    }

    /** What we may not make, a sandboxed program may not make either. */
    private static boolean isWritableFor(State state, Path name) {
        return Files.isWritable(state == State.MISSING ? parent(name) : name) || state == State.PLACEHOLDER;
    }

    private static Path parent(Path name) {
        Path parent = name.getParent();
        return parent == null ? name : parent;
    }

    private static State stateOf(Path name) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(name, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isDirectory()) {
                return State.REAL;
            }
            State state = State.EMPTY;
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(name)) {
                for (Path entry : entries) {
                    String entryName = entry.getFileName().toString();
                    if (!entryName.startsWith(OURS)) {
                        return State.REAL;
                    }
                    if (entryName.startsWith(MADE)) {
                        state = State.PLACEHOLDER;
                    }
                }
            }
            return state;
        } catch (NoSuchFileException e) {
            return State.MISSING;
        } catch (AccessDeniedException e) {
            return State.REAL;
        }
    }

    private static Optional<Path> make(Path name) throws IOException, SandboxException {
        Guardian.instance().rememberMade(token(name, MADE));
        try {
            Files.createDirectory(name);
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
        return join(name, MADE);
    }

    /** Put our token into a folder; returns nothing if the folder has gone meanwhile. */
    private static Optional<Path> join(Path name, String kind) throws IOException, SandboxException {
        Path token = token(name, kind);
        if (kind.equals(MADE)) {
            Guardian.instance().rememberMade(token);
        } else {
            Guardian.instance().rememberGuard(token);
        }
        try {
            Files.createDirectory(token);
        } catch (FileAlreadyExistsException e) {
            return Optional.of(token);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.of(token);
    }

    private static Path token(Path name, String kind) {
        return name.resolve(kind + ProcessIdentity.own().text());
    }

    /** Remove the tokens of JVMs that died without doing so, once nothing of theirs can be using the folder. */
    private static void sweep(Path name) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(name)) {
            for (Path entry : entries) {
                String entryName = entry.getFileName().toString();
                String owner = entryName.startsWith(MADE)
                        ? entryName.substring(MADE.length())
                        : entryName.startsWith(GUARD) ? entryName.substring(GUARD.length()) : "";
                boolean stale = ProcessIdentity.parse(owner)
                        .filter(ProcessIdentity::isSurelyDead)
                        .isPresent();
                if (stale && !MountTable.anyHolds(entryName)) {
                    Files.deleteIfExists(entry);
                }
            }
        }
    }

    /**
     * Let go of a place; the last one to do so removes the folder, unless it has got content meanwhile.
     *
     * @param surelyUnused whether all processes of the sandbox are known to be dead
     */
    static synchronized void release(Path token, boolean surelyUnused) throws IOException, InterruptedException {
        if (!surelyUnused) {
            DOUBTFUL.add(token);
        }
        int uses = USES.merge(token, -1, Integer::sum);
        if (uses > 0 || DOUBTFUL.contains(token) && !becomesUnused(token)) {
            return;
        }
        USES.remove(token);
        DOUBTFUL.remove(token);
        Files.deleteIfExists(token);
        if (token.getFileName().toString().startsWith(MADE)) {
            try {
                Files.deleteIfExists(token.getParent());
            } catch (DirectoryNotEmptyException e) {
                // Another JVM holds the place too, or somebody has put something there: it is not ours to remove.
                return;
            }
        }
    }

    /** Look until nobody has our token mounted; where that lasts too long, the guardian removes it in the end. */
    private static boolean becomesUnused(Path token) throws InterruptedException {
        for (int look = 0; look < MOST_LOOKS; look++) {
            if (!MountTable.anyHolds(token.getFileName().toString())) {
                return true;
            }
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
        return false;
    }

    private static SandboxException failure(Path name, Exception cause) {
        return new SandboxException(
                SandboxException.Reason.SETUP_FAILED, name + " cannot be protected: " + cause.getMessage(), cause);
    }
}
