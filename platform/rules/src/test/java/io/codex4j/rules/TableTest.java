package io.codex4j.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of rooms agrees with itself, with the documentation and with the poms. */
class TableTest {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>.*?</dependency>");
    private static final Pattern OUR_ARTIFACT = Pattern.compile("<artifactId>codex4j-([^<]+)</artifactId>");
    private static final Pattern SCOPE = Pattern.compile("<scope>([^<]+)</scope>");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| (.*) \\|$");

    /** The room that wires all others together, and therefore the one that may have some at run time only. */
    private static final String WIRING = "cli";

    @Test
    void namesOnlyRoomsAndKnownLibraries() {
        for (Room room : Rooms.all()) {
            for (String other : room.mayReferTo()) {
                assertTrue(
                        other.equals(Room.EVERYTHING) || Rooms.isRoomOrLibrary(other),
                        room.name() + " may refer to " + other + ", which nobody knows");
            }
        }
    }

    @Test
    void hasNoCycle() {
        Map<String, Set<String>> left = new LinkedHashMap<>();
        for (Room room : Rooms.all()) {
            if (!room.mayReferTo().contains(Room.EVERYTHING)) {
                left.put(room.name(), new LinkedHashSet<>(room.mayReferTo()));
            }
        }
        boolean shrinks = true;
        while (shrinks) {
            Set<String> waiting = Set.copyOf(left.keySet());
            shrinks = left.values().removeIf(others -> others.stream().noneMatch(waiting::contains));
        }
        assertEquals(Map.of(), left, "these rooms refer to each other in a circle");
    }

    @Test
    void namesTheModulesOfTheBuild() throws Exception {
        Set<String> modules = new TreeSet<>();
        Matcher module = MODULE.matcher(Files.readString(Rooms.ROOT.resolve("pom.xml")));
        while (module.find()) {
            modules.add(module.group(1));
        }
        Set<String> folders = new TreeSet<>();
        Rooms.all().forEach(room -> folders.add(room.folder()));
        assertEquals(modules, folders);
    }

    @Test
    void isTheOneInTheDocumentation() throws Exception {
        Path page = Rooms.ROOT.resolve("docs/architecture.md");
        List<String> documented = new ArrayList<>();
        for (String line : Files.readAllLines(page)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.add(row.group(1) + ": " + row.group(2));
            }
        }
        List<String> expected = new ArrayList<>();
        for (Room room : Rooms.all()) {
            String arrows = room.mayReferTo().isEmpty() ? "nothing" : String.join(", ", room.mayReferTo());
            expected.add(room.name() + ": " + arrows);
        }
        assertEquals(String.join("\n", expected), String.join("\n", documented));
    }

    @Test
    void allowsWhatThePomsDeclare() throws Exception {
        for (Room room : Rooms.all()) {
            Matcher dependency = DEPENDENCY.matcher(Files.readString(room.path().resolve("pom.xml")));
            while (dependency.find()) {
                check(room, dependency.group());
            }
        }
    }

    private static void check(Room room, String dependency) {
        Matcher artifact = OUR_ARTIFACT.matcher(dependency);
        if (!artifact.find()) {
            return;
        }
        Matcher declared = SCOPE.matcher(dependency);
        String scope = declared.find() ? declared.group(1) : "compile";
        String other = artifact.group(1);
        switch (scope) {
            case "test" -> {}
            case "runtime" -> assertEquals(WIRING, room.name(), "only one room has others at run time: " + other);
            default -> assertTrue(room.mayReferTo(other), room.folder() + "/pom.xml may not depend on " + other);
        }
        assertFalse(other.equals(room.name()), room.name() + " depends on itself");
    }
}
