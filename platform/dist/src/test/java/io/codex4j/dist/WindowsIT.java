package io.codex4j.dist;

import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.testkit.CodexProcess;
import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Script;
import io.codex4j.testkit.Wine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The distribution for Windows, run by a Java for Windows under Wine. */
class WindowsIT {
    private static final Path DISTRIBUTION = Path.of(System.getProperty(CodexProcess.LAUNCHER_PROPERTY))
            .resolve("../../../codex-windows")
            .normalize();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static Wine wine;
    private final World world = new World();

    @BeforeAll
    static void startWine() {
        wine = Wine.start(Path.of("target", "wine"));
    }

    @AfterAll
    static void endWine() {
        wine.close();
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** The JVM itself, without the launcher, whose work is seen in tests of its own. */
    private CodexProcess.Launch java(String... arguments) {
        return inWine(CodexProcess.launch(world.workspace(), arguments)
                .program(wine.java(List.of(DISTRIBUTION.resolve("lib/*")), "io.codex4j.cli.Main")));
    }

    private CodexProcess.Launch inWine(CodexProcess.Launch launch) {
        wine.environment().forEach(launch::environment);
        return launch.environment("CODEX_HOME", Wine.path(world.workspace().codexHome()))
                .timeout(TIMEOUT);
    }

    private CodexResult exec(String... arguments) throws InterruptedException {
        String[] words = new String[arguments.length + 2];
        words[0] = "exec";
        words[1] = "--dangerously-bypass-approvals-and-sandbox";
        System.arraycopy(arguments, 0, words, 2, arguments.length);
        return world.run(java(words));
    }

    @Test
    void saysItsVersionAndItsHelp() throws Exception {
        CodexResult version = world.run(java("--version"));
        assertEquals(0, version.exitCode(), version.stderr());
        assertTrue(version.stdout().startsWith("codex-cli "), version.stdout());
        assertEquals("", version.stderr());
        CodexResult help = world.run(java("--help"));
        assertEquals(0, help.exitCode(), help.stderr());
        assertTrue(help.stdout().contains("exec"), help.stdout());
    }

    @Test
    void listsItsFeatures() throws Exception {
        CodexResult features = world.run(java("features", "list"));
        assertEquals(0, features.exitCode(), features.stderr());
        assertTrue(features.stdout().contains("unified_exec"), features.stdout());
    }

    @Test
    void showsWhereAConfigIsWrongByItsPathOnWindows() throws Exception {
        world.workspace().config("model = \"m\"\nsandbox_mode = \"bogus\"\n");
        CodexResult result = exec("hello");
        String file = Wine.path(world.workspace().codexHome().resolve("config.toml"));
        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains(file + ":2:16: "), result.stderr());
        assertTrue(result.stderr().contains("2 | sandbox_mode = \"bogus\""), result.stderr());
    }

    @Test
    void runsACommandWithTheShellOfWindows() throws Exception {
        world.model(turn(functionCall("exec_command", Map.of("cmd", "echo hi & cd & exit 3"))), turn(message("Done.")));
        CodexResult result = exec("--json", "go");
        assertEquals(0, result.exitCode(), result.stderr());
        String output = world.toolOutput();
        assertTrue(output.contains("Process exited with code 3"), output);
        assertTrue(output.contains("hi"), output);
        assertTrue(output.contains(world.neutral(Wine.path(world.workspace().root()))), output);
        String asked = new String(world.server().generations().getFirst().bytes(), StandardCharsets.UTF_8);
        assertTrue(asked.contains("<shell>cmd</shell>"), asked);
    }

    @Test
    void changesFilesOnPathsOfWindowsAndKeepsTheirLineEnds() throws Exception {
        Files.write(world.workspace().root().resolve("a.txt"), "one\r\ntwo\r\n".getBytes(StandardCharsets.UTF_8));
        String path = Wine.path(world.workspace().root().resolve("a.txt"));
        String patch = "*** Begin Patch\n*** Update File: " + path + "\n@@\n one\n-two\n+zwei\n"
                + "*** Add File: sub\\new.txt\n+fresh\n*** End Patch";
        world.model(turn(functionCall("apply_patch", Map.of("input", patch))), turn(message("Done.")));
        CodexResult result = exec("go");
        assertEquals(0, result.exitCode(), result.stderr());
        Map<String, String> files = new TreeMap<>(Map.of("a.txt", "one\r\nzwei\r\n", "sub/new.txt", "fresh\n"));
        assertEquals(files, world.workspace().files(), world.toolOutput());
        assertFalse(world.rollout().getFileName().toString().contains(":"));
    }

    @Test
    void refusesPathsThatLeadOutOfTheWorkspace() throws Exception {
        world.workspace().write(".codex/config.toml", "");
        List<String> paths = List.of(
                "..\\outside.txt",
                "C:\\users\\x.txt",
                "C:x.txt",
                "\\\\server\\share\\x",
                "\\\\.\\pipe\\x",
                ".GIT\\hooks\\x",
                ".git.\\hooks\\x",
                ".Codex\\x",
                "a\\..\\.gIt\\x",
                "NUL",
                "a\\aux.txt",
                "a.txt:stream",
                ".git::$INDEX_ALLOCATION\\x",
                ".git \\x",
                "end.");
        List<Script.Turn> turns = new ArrayList<>();
        for (String path : paths) {
            turns.add(turn(functionCall(
                    "apply_patch", Map.of("input", "*** Begin Patch\n*** Add File: " + path + "\n+x\n*** End Patch"))));
        }
        turns.add(turn(message("Done.")));
        world.model(turns.toArray(new Script.Turn[0]));
        CodexResult result = world.run(java("exec", "--sandbox", "workspace-write", "go"));
        assertEquals(0, result.exitCode(), result.stderr());
        List<String> outputs = world.toolOutputs();
        assertEquals(paths.size(), outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
            String output = outputs.get(i);
            assertTrue(
                    output.startsWith("patch rejected: ") || output.contains("is not a valid path: "),
                    paths.get(i) + ": " + output);
        }
        assertEquals(Set.of(".codex/config.toml"), world.workspace().files().keySet());
    }

    @Test
    void startsByItsLauncher() throws Exception {
        CodexProcess.Launch launch = CodexProcess.launch(world.workspace(), "exec", "--bogus", "a b")
                .program(wine.command(Wine.path(DISTRIBUTION.resolve("bin/codex.cmd"))))
                .environment("JAVA_HOME", Wine.java().replace("\\bin\\java.exe", ""))
                .environment("CODEX_JAVA_OPTIONS", String.join(" ", wine.javaOptions()));
        CodexResult result = world.run(inWine(launch));
        assertEquals(2, result.exitCode(), result.stderr());
        assertTrue(result.stderr().contains("there is no option `--bogus` here"), result.stderr());
    }

    @Test
    void theArchiveHoldsLauncherJarsAndLicencesAndNoRuntime() throws Exception {
        Path target = DISTRIBUTION.getParent();
        List<Path> archives;
        try (Stream<Path> files = Files.list(target)) {
            archives = files.filter(file -> file.toString().endsWith("-windows-x64.zip"))
                    .toList();
        }
        assertEquals(1, archives.size(), () -> archives.toString());
        Set<String> names = new TreeSet<>();
        try (ZipFile zip = new ZipFile(archives.getFirst().toFile())) {
            zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .forEach(entry ->
                            names.add(entry.getName().substring(entry.getName().indexOf('/') + 1)));
        }
        assertTrue(names.containsAll(Set.of("bin/codex.cmd", "LICENSE", "NOTICE")), () -> names.toString());
        assertTrue(names.stream().anyMatch(name -> name.startsWith("lib/codex4j-cli-")), () -> names.toString());
        assertTrue(
                names.stream().noneMatch(name -> name.startsWith("runtime/") || name.endsWith(".jsa")),
                () -> names.toString());
        assertFalse(
                Files.readString(DISTRIBUTION.resolve("bin/codex.cmd"))
                        .replace("\r\n", "")
                        .contains("\n"),
                "cmd misses labels between lines that end without a carriage return");
    }

    @Test
    void launcherSaysThatAJavaIsMissingOrTooOld() throws Exception {
        List<String> launcher = wine.command(Wine.path(DISTRIBUTION.resolve("bin/codex.cmd")));
        CodexResult missing = world.run(
                inWine(CodexProcess.launch(world.workspace(), "--version").program(launcher)));
        assertEquals(1, missing.exitCode());
        assertTrue(missing.stderr().contains("codex: no Java was found."), missing.stderr());
        world.workspace().write("old/bin/java.exe", "").write("old/release", "JAVA_VERSION=\"17.0.2\"\r\n");
        CodexResult old = world.run(inWine(CodexProcess.launch(world.workspace(), "--version")
                .program(launcher)
                .environment("JAVA_HOME", Wine.path(world.workspace().root().resolve("old")))));
        assertEquals(1, old.exitCode());
        assertTrue(old.stderr().contains("is Java 17.0.2. Install Java 21 or newer"), old.stderr());
    }
}
