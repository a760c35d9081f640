package io.codex4j.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assertions;

/** The code of each room refers to what the table allows, and to nothing else. */
@AnalyzeClasses(packages = "io.codex4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    @ArchTest
    static final ArchRule codeFollowsTheTable = classes().should(followTheTable());

    @ArchTest
    static void everyRoomIsLookedAt(JavaClasses classes) {
        Set<String> expected = new TreeSet<>();
        for (Room room : Rooms.all()) {
            if (room.hasMainCode()) {
                expected.add(room.name());
            }
        }
        Set<String> seen = new TreeSet<>();
        for (JavaClass each : classes) {
            Rooms.ofPackage(each.getPackageName()).ifPresent(room -> seen.add(room.name()));
        }
        Assertions.assertEquals(expected, seen, "a room is missing among the dependencies of the rules");
    }

    private static ArchCondition<JavaClass> followTheTable() {
        return new ArchCondition<>("refer only to what rooms.txt allows") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                Optional<Room> room = Rooms.ofPackage(origin.getPackageName());
                if (room.isEmpty()) {
                    events.add(SimpleConditionEvent.violated(origin, origin.getName() + " belongs to no room"));
                    return;
                }
                for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                    checkArrow(room.get(), dependency, events);
                }
            }
        };
    }

    private static void checkArrow(Room room, Dependency dependency, ConditionEvents events) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.isPrimitive()) {
            return;
        }
        Optional<String> name = Rooms.nameInTable(target.getPackageName());
        if (name.isPresent() && !room.mayReferTo(name.get())) {
            events.add(SimpleConditionEvent.violated(
                    dependency, room.name() + " may not refer to " + name.get() + ": " + dependency.getDescription()));
        }
    }
}
