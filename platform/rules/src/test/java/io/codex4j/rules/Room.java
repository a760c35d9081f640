package io.codex4j.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * One row of {@code rooms.txt}.
 *
 * @param name what the room is called, and its artifact after {@code codex4j-}
 * @param folder where it lies in the repository
 * @param packageName the package of its classes; packages below it belong to it, too
 * @param mayReferTo rooms and libraries, or {@link #EVERYTHING}
 */
record Room(String name, String folder, String packageName, Set<String> mayReferTo) {
    static final String EVERYTHING = "everything";

    boolean mayReferTo(String other) {
        return name.equals(other) || mayReferTo.contains(other) || mayReferTo.contains(EVERYTHING);
    }

    boolean holdsPackage(String candidate) {
        return candidate.equals(packageName) || candidate.startsWith(packageName + ".");
    }

    boolean hasMainCode() {
        return Files.isDirectory(path().resolve("src/main/java"));
    }

    Path path() {
        return Rooms.ROOT.resolve(folder);
    }
}
