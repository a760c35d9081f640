package io.codex4j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of the packed distribution, from every place and in every state that it must cope with. */
class LauncherIT {
    private static final Path DISTRIBUTION =
            Path.of(System.getProperty("codex.launcher")).getParent().getParent();

    @TempDir
    Path folder;

    private record Result(int status, String output, String errors) {}

    @Test
    void answersVersionWithoutJava() throws Exception {
        Path lonely = Files.createDirectories(folder.resolve("bin")).resolve("codex");
        Files.copy(DISTRIBUTION.resolve("bin/codex"), lonely);

        for (String flag : List.of("--version", "-V")) {
            Result result = run(lonely, Map.of(), flag);

            assertEquals(0, result.status(), result.errors());
            assertTrue(result.output().matches("codex-cli \\d+\\.\\d+\\.\\d+\\n"), result.output());
        }
    }

    @Test
    void startsWithTheCache() throws Exception {
        assertStarts(run(DISTRIBUTION.resolve("bin/codex"), Map.of("CODEX_JAVA_OPTIONS", "-Xshare:on"), "--help"));
    }

    @Test
    void startsThroughChainOfLinks() throws Exception {
        Path first = Files.createSymbolicLink(folder.resolve("first"), DISTRIBUTION.resolve("bin/codex"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), first.getFileName());

        assertStarts(run(second, Map.of(), "--help"));
    }

    @Test
    void startsByRelativePath() throws Exception {
        assertStarts(run(Path.of("bin/codex"), DISTRIBUTION, Map.of(), "--help"));
        assertStarts(run(Path.of("./codex"), DISTRIBUTION.resolve("bin"), Map.of(), "--help"));
    }

    @Test
    void startsBelowPathWithSpaces() throws Exception {
        assertStarts(run(copyWithout("with some spaces").resolve("bin/codex"), Map.of(), "--help"));
    }

    @Test
    void startsWithoutTheCache() throws Exception {
        Path copy = copyWithout("no cache", ".jsa");

        assertStarts(run(copy.resolve("bin/codex"), Map.of(), "--help"));
    }

    @Test
    void startsWithDamagedCache() throws Exception {
        Path copy = copyWithout("damaged", ".jsa");
        Files.writeString(copy.resolve("lib").resolve(cacheName()), "this is no archive");

        assertStarts(run(copy.resolve("bin/codex"), Map.of(), "--help"));
    }

    @Test
    void startsOnAnotherJava() throws Exception {
        Path copy = copyWithout("no runtime", "runtime");

        assertStarts(run(copy.resolve("bin/codex"), Map.of("JAVA_HOME", System.getProperty("java.home")), "--help"));
    }

    @Test
    void saysWhatToDoWithoutAnyJava() throws Exception {
        Path copy = copyWithout("no runtime", "runtime");

        Result result = run(copy.resolve("bin/codex"), Map.of("JAVA_HOME", "/nowhere"), "--help");

        assertEquals(1, result.status());
        assertEquals("", result.output());
        assertTrue(result.errors().contains("unpack the distribution again"), result.errors());
    }

    @Test
    void isSilentAboutVariablesOfTheJvm() throws Exception {
        Map<String, String> environment =
                Map.of("JAVA_TOOL_OPTIONS", "-Da=1", "JDK_JAVA_OPTIONS", "-Db=2", "_JAVA_OPTIONS", "-Dc=3");

        assertStarts(run(DISTRIBUTION.resolve("bin/codex"), environment, "--help"));
    }

    @Test
    void keepsArgumentsWholeInTheLocaleC() throws Exception {
        for (Map<String, String> locale : List.of(Map.of("LC_ALL", "C"), Map.of("LANG", "POSIX"), Map.of("LANG", ""))) {
            Result result = run(DISTRIBUTION.resolve("bin/codex"), locale, "--grüße");

            assertEquals(2, result.status());
            assertTrue(result.errors().contains("--grüße"), locale + ": " + result.errors());
        }
    }

    private static void assertStarts(Result result) {
        assertEquals(0, result.status(), result.errors());
        assertEquals("", result.errors());
        assertFalse(result.output().contains("[warning]"), result.output());
        assertTrue(result.output().contains("exec"), result.output());
    }

    private static String cacheName() throws IOException {
        try (Stream<Path> files = Files.list(DISTRIBUTION.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jsa"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Lay out the distribution again, of links but for the script itself, without the files of the given endings. */
    private Path copyWithout(String name, String... endings) throws IOException {
        Path copy = folder.resolve(name);
        Files.createDirectories(copy.resolve("bin"));
        Files.createDirectories(copy.resolve("lib"));
        Files.copy(DISTRIBUTION.resolve("bin/codex"), copy.resolve("bin/codex"));
        List<Path> parts = new ArrayList<>(List.of(DISTRIBUTION.resolve("runtime")));
        try (Stream<Path> files = Files.list(DISTRIBUTION.resolve("lib"))) {
            files.forEach(parts::add);
        }
        for (Path part : parts) {
            if (Stream.of(endings).noneMatch(part.toString()::endsWith)) {
                Files.createSymbolicLink(copy.resolve(DISTRIBUTION.relativize(part)), part);
            }
        }
        return copy;
    }

    private Result run(Path program, Map<String, String> environment, String... arguments) throws Exception {
        return run(program, folder, environment, arguments);
    }

    private Result run(Path program, Path directory, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", "");
        Path errors = Files.createTempFile(folder, "errors", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        Map<String, String> whole = new HashMap<>();
        whole.put("PATH", System.getenv("PATH"));
        whole.put("HOME", folder.toString());
        whole.put("LANG", "C.UTF-8");
        whole.putAll(environment);
        builder.environment().clear();
        builder.environment().putAll(whole);
        int status = builder.start().waitFor();
        return new Result(
                status,
                Files.readString(output, StandardCharsets.UTF_8),
                Files.readString(errors, StandardCharsets.UTF_8));
    }
}
