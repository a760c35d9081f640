package io.codex4j.sandbox.windows.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.windows.WindowsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerInstallationTest {
    @TempDir
    Path home;

    @Test
    void copiesAllThatTheRunnerConsistsOf() throws Exception {
        Path folder = new RunnerInstallation(home).install();

        assertEquals(home.resolve(".sandbox-bin"), folder.getParent());
        assertEquals(
                List.of("jnidispatch.dll", "runner-0.jar", "runner-1.jar", "runner-2.jar", "runner-3.jar"),
                names(folder));
        assertTrue(holds(folder.resolve("runner-0.jar"), "io/codex4j/sandbox/windows/runner/RunnerInstallation.class"));
        assertTrue(holds(folder.resolve("runner-1.jar"), "io/codex4j/sandbox/TerminalSize.class"));
        assertTrue(holds(folder.resolve("runner-2.jar"), "com/sun/jna/Native.class"));
        assertTrue(holds(folder.resolve("runner-3.jar"), "com/fasterxml/jackson/core/JsonFactory.class"));
    }

    @Test
    void isDoneOnce() throws Exception {
        RunnerInstallation installation = new RunnerInstallation(home);
        Path folder = installation.install();
        FileTime made = Files.getLastModifiedTime(folder);

        assertEquals(folder, installation.install());
        assertEquals(made, Files.getLastModifiedTime(folder));
        assertEquals(List.of(folder.getFileName().toString()), names(home.resolve(".sandbox-bin")));
    }

    @Test
    void severalMayDoItAtOnce() throws Exception {
        List<FutureTask<Path>> all = new ArrayList<>();
        for (int index = 0; index < 8; index++) {
            FutureTask<Path> task = new FutureTask<>(() -> new RunnerInstallation(home).install());
            Thread.ofPlatform().start(task);
            all.add(task);
        }
        Path folder = all.getFirst().get();
        for (FutureTask<Path> task : all) {
            assertEquals(folder, task.get());
        }
        assertEquals(List.of(folder.getFileName().toString()), names(home.resolve(".sandbox-bin")));
    }

    @Test
    void versionsThatNobodyHasUsedForLongAreRemovedAndNothingElse() throws Exception {
        Path binaries = home.resolve(".sandbox-bin");
        Path old = Files.createDirectories(binaries.resolve("0.0-1"));
        Files.createFile(old.resolve("runner-0.jar"));
        Path recent = Files.createDirectories(binaries.resolve("0.0-2"));
        Files.createFile(recent.resolve("runner-0.jar"));
        Path foreign = Files.createDirectories(binaries.resolve("other"));
        Path file = Files.createFile(binaries.resolve("codex-command-runner-0.169.0.exe"));
        FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(40)));
        Files.setLastModifiedTime(old, longAgo);
        Files.setLastModifiedTime(foreign, longAgo);
        Files.setLastModifiedTime(file, longAgo);

        new RunnerInstallation(home).install();

        assertFalse(Files.exists(old));
        assertTrue(Files.exists(recent));
        assertTrue(Files.exists(foreign));
        assertTrue(Files.exists(file));
    }

    @Test
    void isStartedByTheJreThatRunsUs() throws Exception {
        RunnerInstallation installation = new RunnerInstallation(home);
        RunnerProgram program = installation.program("Main", List.of());
        Path folder = installation.install();

        assertEquals(Path.of(System.getProperty("java.home"), "bin", "java.exe").toString(), program.application());
        assertEquals(folder.toString(), program.directory());
        assertEquals("Main", program.arguments().getLast());
        assertTrue(program.arguments().contains("-Djna.nounpack=true"));
        assertTrue(program.arguments().contains("-Djna.boot.library.path=."));
        assertFalse(program.arguments().stream().anyMatch(argument -> argument.contains("SharedArchiveFile")));
    }

    @Test
    void theCommandIsShortHoweverLongTheNameOfTheFolderIs() throws Exception {
        RunnerProgram program = new RunnerInstallation(home.resolve("x".repeat(150))).program("Main", List.of());

        assertTrue(String.join(" ", program.arguments()).length() < 400, program.toString());
    }

    @Test
    void usesAnArchiveOfClassesOnceThereIsOne() throws Exception {
        RunnerInstallation installation = new RunnerInstallation(home);
        Files.createFile(RunnerInstallation.archive(installation.install()));

        assertTrue(installation.program("Main", List.of()).arguments().contains("-XX:SharedArchiveFile=runner.jsa"));
        assertFalse(
                installation.program("Main", List.of("-x")).arguments().contains("-XX:SharedArchiveFile=runner.jsa"));
    }

    @Test
    void aCommandOfTheSettingsTakesItsPlaceAndInstallsNothing() throws Exception {
        WindowsSettings settings =
                new WindowsSettings(home, Map.of(), Optional.empty(), true, List.of("other.exe", "one", "two"));

        RunnerProgram program = RunnerInstallation.program(settings).get();

        assertEquals("other.exe", program.application());
        assertEquals(List.of("one", "two"), program.arguments());
        assertEquals(List.of(), names(home));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static boolean holds(Path jar, String entry) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry(entry) != null;
        }
    }
}
