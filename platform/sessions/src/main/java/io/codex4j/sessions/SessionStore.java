package io.codex4j.sessions;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Keep sessions below {@code $CODEX_HOME/sessions}, one rollout file each, and find them again.
 *
 * <p>Safe for several threads. A file is {@code YYYY/MM/DD/rollout-YYYY-MM-DDThh-mm-ss-<id>.jsonl}, in the clock's zone.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class SessionStore {
    /** Folders of year, month and day, and the file. */
    private static final int DEPTH = 4;

    private static final String PREFIX = "rollout-";
    private static final String SUFFIX = ".jsonl";

    private final Path home;
    private final Clock clock;

    /**
     * Take the home folder, which need not exist.
     *
     * @param clock tells the time of lines, and the zone of file names
     */
    public SessionStore(Path home, Clock clock) {
        this.home = home;
        this.clock = clock;
    }

    /** Begin the rollout of a new session; its file is made with the first line. */
    public Rollout create(SessionMeta meta) {
        LocalDateTime started = LocalDateTime.ofInstant(meta.started(), clock.getZone());
        Path file = folder().resolve(Timestamps.forFolder(started))
                .resolve(PREFIX + Timestamps.forFileName(started) + "-" + meta.id() + SUFFIX);
        return new FileRollout(file, clock, () -> RolloutFile.create(file), RolloutLine.sessionMeta(meta));
    }

    /** Go on with the rollout of an earlier session, in the same file. */
    public Rollout open(Path file) {
        return new FileRollout(file, clock, () -> RolloutFile.resume(file), null);
    }

    /**
     * Read a rollout.
     *
     * @throws RolloutException if the file cannot be read or is no rollout
     */
    public RolloutHistory load(Path file) {
        return HistoryReader.read(file, HistoryReader.MAX_LINE_BYTES);
    }

    /**
     * Find the rollout of a session.
     *
     * @param idOrName the id of a thread, or the name that the user gave it; of several with one name, the one named last
     */
    public Optional<Path> find(String idOrName) {
        if (ThreadIds.isId(idOrName)) {
            return byId(idOrName.toLowerCase(Locale.ROOT));
        }
        return ThreadNames.find(home.resolve(ThreadNames.FILE), idOrName).flatMap(this::byId);
    }

    /** Find the rollout that was written to last, of any session. */
    public Optional<Path> latest() {
        return newestFirst().stream().findFirst().map(Found::path);
    }

    /** Find the rollout that was written to last, of the sessions that were started in a directory. */
    public Optional<Path> latest(Path directory) {
        for (Found found : newestFirst()) {
            if (SessionHead.directory(found.path())
                    .filter(other -> same(other, directory))
                    .isPresent()) {
                return Optional.of(found.path());
            }
        }
        return Optional.empty();
    }

    private Path folder() {
        return home.resolve("sessions");
    }

    private Optional<Path> byId(String id) {
        String ending = "-" + id + SUFFIX;
        for (Found found : all()) {
            if (found.path().getFileName().toString().endsWith(ending)) {
                return Optional.of(found.path());
            }
        }
        return Optional.empty();
    }

    private static boolean same(Path one, Path other) {
        if (one.normalize().equals(other.normalize())) {
            return true;
        }
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    private record Found(Path path, FileTime written) {}

    private List<Found> newestFirst() {
        List<Found> found = all();
        found.sort(Comparator.comparing(Found::written)
                .thenComparing(file -> file.path().getFileName())
                .reversed());
        return found;
    }

    private List<Found> all() {
        List<Found> found = new ArrayList<>();
        if (!Files.isDirectory(folder())) {
            return found;
        }
        try {
            // The real path, because a link is not walked into, and users move their sessions elsewhere.
            Files.walkFileTree(folder().toRealPath(), Set.of(), DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = file.getFileName().toString();
                    if (attributes.isRegularFile() && name.startsWith(PREFIX) && name.endsWith(SUFFIX)) {
                        found.add(new Found(file, attributes.lastModifiedTime()));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    // A folder that may not be read hides its own sessions, not the others.
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new RolloutException("Cannot look for sessions in " + folder() + ": " + e.getMessage(), e);
        }
        return found;
    }
}
