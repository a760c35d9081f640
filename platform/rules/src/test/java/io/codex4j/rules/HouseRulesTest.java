package io.codex4j.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;

/** What the code of all rooms has in common. An exception to a rule is named in it, with its reason. */
@AnalyzeClasses(packages = "io.codex4j", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
    private static final String CLI = "io.codex4j.cli..";
    private static final String EXEC = "io.codex4j.exec..";

    /** Programs of the build, which are not shipped. */
    private static final String DIST = "io.codex4j.dist..";

    private static final String WINDOWS = "io.codex4j.sandbox.windows.";

    /** Programs of their own: what the Windows sandbox starts under other accounts. They have no front end. */
    private static final DescribedPredicate<JavaClass> ARE_PROGRAMS = belongToAnyOf(
                    WINDOWS + "runner.CommandRunner", WINDOWS + "runner.RunnerTraining", WINDOWS + "setup.SetupProgram")
            .as("are programs of their own");

    /** A command may be given the streams of this process, and a set-up that it needs tells its steps to the user. */
    private static final DescribedPredicate<JavaClass> HAND_OVER_STREAMS =
            belongToAnyOf(WINDOWS + "runner.CallerStreams", WINDOWS + "WindowsSandboxPlugin");

    @ArchTest
    static final ArchRule publicTypesSayForWhomTheyAre = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and(not(simpleName("package-info")))
            .should()
            .beAnnotatedWith(API.class)
            .because("a reader must see what others may rely on");

    @ArchTest
    static final ArchRule packagesAreNullMarked = classes().should(liveInNullMarkedPackage());

    @ArchTest
    static final ArchRule onlyTheFrontEndWritesToTheStandardStreams = noClasses()
            .that()
            .resideOutsideOfPackages(CLI, EXEC, DIST)
            .and(not(ARE_PROGRAMS))
            .and(not(HAND_OVER_STREAMS))
            .should(ACCESS_STANDARD_STREAMS)
            .because("what is printed is the business of a front end; the others emit events");

    @ArchTest
    static final ArchRule onlyTheCommandLineEndsTheProcess = noClasses()
            .that()
            .resideOutsideOfPackage(DIST)
            .and()
            .doNotHaveFullyQualifiedName("io.codex4j.cli.Main")
            .and()
            .doNotHaveFullyQualifiedName("io.codex4j.cli.ProcessSignals")
            .and(not(ARE_PROGRAMS))
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .because("a process ends with the exit code of its command, or as the answer to a signal");

    @ArchTest
    static final ArchRule onlyTheCommandLineConfiguresLogging = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .because("rooms log by SLF4J");

    @ArchTest
    static final ArchRule errorsHaveTypes = noClasses().should(THROW_GENERIC_EXCEPTIONS);

    private static DescribedPredicate<JavaClass> belongToAnyOf(String... names) {
        Set<String> wanted = Set.of(names);
        return DescribedPredicate.describe("are named", type -> wanted.contains(type.getName()));
    }

    private static ArchCondition<JavaClass> liveInNullMarkedPackage() {
        return new ArchCondition<>("live in a package that is @NullMarked") {
            @Override
            public void check(JavaClass each, ConditionEvents events) {
                if (!each.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            each, each.getPackageName() + " has no package-info.java with @NullMarked"));
                }
            }
        };
    }
}
