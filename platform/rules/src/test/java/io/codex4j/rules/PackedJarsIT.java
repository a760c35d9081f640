package io.codex4j.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jars of the packed distribution: what is in them, and what is not. */
class PackedJarsIT {
    private static final Path DISTRIBUTION =
            Path.of(System.getProperty("codex.launcher")).getParent().getParent();
    private static final String SERVICE = "META-INF/services/io.codex4j.api.Plugin";

    /** Rooms for those who build and test. */
    private static final Set<String> NOT_SHIPPED = Set.of("testkit", "dist", "rules");

    /** The oldest class file that the JVM's start-up cache takes. */
    private static final int OLDEST_CACHEABLE = 50;

    @Test
    void holdEveryRoomThatIsShipped() throws IOException {
        Set<String> expected = new TreeSet<>();
        for (Room room : Rooms.all()) {
            if (!NOT_SHIPPED.contains(room.name())) {
                expected.add(room.name());
            }
        }
        Set<String> shipped = new TreeSet<>();
        for (Path jar : jars()) {
            roomOf(jar).ifPresent(room -> shipped.add(room.name()));
        }
        assertEquals(expected, shipped);
    }

    @Test
    void holdEachClassOnce() throws IOException {
        Map<String, Path> owners = new HashMap<>();
        List<String> twice = new ArrayList<>();
        for (Path jar : jars()) {
            for (String name : classes(jar)) {
                Path other = owners.putIfAbsent(name, jar.getFileName());
                if (other != null) {
                    twice.add(name + " in " + other + " and " + jar.getFileName());
                }
            }
        }
        assertEquals(List.of(), twice);
    }

    @Test
    void holdInEachRoomOnlyItsOwnPackages() throws IOException {
        List<String> strangers = new ArrayList<>();
        for (Path jar : jars()) {
            Optional<Room> room = roomOf(jar);
            if (room.isEmpty()) {
                continue;
            }
            String folder = room.get().packageName().replace('.', '/') + "/";
            for (String name : entries(jar)) {
                if (!name.startsWith(folder) && !name.startsWith("META-INF/")) {
                    strangers.add(name + " in " + jar.getFileName());
                }
            }
        }
        assertEquals(List.of(), strangers);
    }

    @Test
    void holdNoTestsAndNoHeavyJson() throws IOException {
        List<String> unwanted = new ArrayList<>();
        for (Path jar : jars()) {
            for (String name : classes(jar)) {
                if (name.startsWith("org/junit/")
                        || name.startsWith("com/tngtech/")
                        || name.startsWith("org/objectweb/")
                        || name.startsWith("com/fasterxml/jackson/databind/")
                        || name.startsWith("io/codex4j/") && name.matches(".*(Test|IT)\\.class")) {
                    unwanted.add(name + " in " + jar.getFileName());
                }
            }
        }
        assertEquals(List.of(), unwanted);
    }

    @Test
    void holdNoClassThatIsTooOldForTheCache() throws IOException {
        List<String> old = new ArrayList<>();
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (String name : classes(jar)) {
                    try (InputStream in = file.getInputStream(new JarEntry(name))) {
                        if (in.readNBytes(8)[7] < OLDEST_CACHEABLE) {
                            old.add(name + " in " + jar.getFileName());
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), old);
    }

    @Test
    void nameOnlyPluginsThatTheyHold() throws IOException {
        int plugins = 0;
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                JarEntry service = file.getJarEntry(SERVICE);
                if (service == null) {
                    continue;
                }
                String names;
                try (InputStream in = file.getInputStream(service)) {
                    names = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
                for (String name : names.strip().split("\n")) {
                    plugins++;
                    assertTrue(
                            classes(jar).contains(name.strip().replace('.', '/') + ".class"),
                            jar.getFileName() + " names a plugin that it does not hold: " + name);
                }
            }
        }
        assertTrue(plugins > 0, "no shipped jar names a plugin");
    }

    @Test
    void areNamedInTheNoticeWhereTheyAreForeign() throws IOException {
        String notice = Files.readString(DISTRIBUTION.resolve("NOTICE"));
        Set<String> unnamed = new TreeSet<>();
        for (Path jar : jars()) {
            String artifact = jar.getFileName().toString().replaceFirst("-\\d.*", "");
            if (roomOf(jar).isEmpty() && !notice.contains("\n  " + artifact + " ")) {
                unnamed.add(artifact);
            }
        }
        assertEquals(Set.of(), unnamed, "add these with their licences to NOTICE and to docs/adr/0007");
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(DISTRIBUTION.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static Optional<Room> roomOf(Path jar) {
        String artifact = jar.getFileName().toString().replaceFirst("-\\d.*", "");
        return Rooms.all().stream()
                .filter(room -> artifact.equals("codex4j-" + room.name()))
                .findFirst();
    }

    private static List<String> classes(Path jar) {
        return entries(jar).stream()
                .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/") && !name.contains("-info."))
                .toList();
    }

    private static List<String> entries(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
