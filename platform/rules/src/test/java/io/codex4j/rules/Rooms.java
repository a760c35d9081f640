package io.codex4j.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table of rooms and arrows, and to whom a package belongs. */
final class Rooms {
    /** The root of the repository; tests run in the folder of their module. */
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    /** The libraries that the table names, by their packages. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "JNA", "com.sun.jna",
            "Jackson core", "com.fasterxml.jackson.core",
            "SLF4J", "org.slf4j",
            "picocli", "picocli",
            "tomlj", "org.tomlj");

    /** What every room may refer to: the JDK and two jars of annotations. */
    private static final Set<String> COMMON =
            Set.of("java", "javax", "jdk", "sun.misc", "org.apiguardian.api", "org.jspecify.annotations");

    private Rooms() {}

    static List<Room> all() {
        List<Room> rooms = new ArrayList<>();
        for (String line : read().split("\n")) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] columns = line.strip().split(" +", 4);
                Set<String> mayReferTo = new LinkedHashSet<>();
                if (columns.length == 4) {
                    mayReferTo.addAll(List.of(columns[3].split(", ")));
                }
                rooms.add(new Room(columns[0], columns[1], columns[2], mayReferTo));
            }
        }
        return rooms;
    }

    /** Return the room of a package: the one whose own package is the longest that it lies in. */
    static Optional<Room> ofPackage(String packageName) {
        return all().stream()
                .filter(room -> room.holdsPackage(packageName))
                .max(Comparator.comparingInt(room -> room.packageName().length()));
    }

    /** Return the name by which the table would have to allow a package, or nothing if it is allowed to all. */
    static Optional<String> nameInTable(String packageName) {
        if (COMMON.stream().anyMatch(common -> isIn(packageName, common))) {
            return Optional.empty();
        }
        Optional<Room> room = ofPackage(packageName);
        if (room.isPresent()) {
            return room.map(Room::name);
        }
        return Optional.of(LIBRARIES.entrySet().stream()
                .filter(library -> isIn(packageName, library.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(packageName + ", a library that is not in the table"));
    }

    static boolean isRoomOrLibrary(String name) {
        return LIBRARIES.containsKey(name)
                || all().stream().anyMatch(room -> room.name().equals(name));
    }

    private static boolean isIn(String packageName, String prefix) {
        return packageName.equals(prefix) || packageName.startsWith(prefix + ".");
    }

    private static String read() {
        try (InputStream in = Rooms.class.getResourceAsStream("rooms.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
