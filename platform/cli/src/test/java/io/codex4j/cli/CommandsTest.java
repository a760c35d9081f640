package io.codex4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @TempDir
    Path root;

    private TestRun codex;

    @BeforeEach
    void setUp() {
        codex = new TestRun(root);
    }

    private void assertFails(int status, String errors, String... words) {
        TestRun.Outcome outcome = codex.run(words);
        assertEquals(status, outcome.status(), outcome.errors());
        assertEquals("", outcome.output());
        assertTrue(outcome.errors().contains(errors), outcome.errors());
    }

    @Test
    void listsFeaturesInThreeColumns() {
        TestRun.Outcome outcome = codex.run("--enable", "js_repl", "features", "list", "--disable", "shell_tool");
        assertEquals(0, outcome.status(), outcome.errors());
        List<String> lines = outcome.output().lines().toList();
        assertTrue(lines.stream().anyMatch(line -> line.matches("js_repl {2,}experimental {2,}true")));
        assertTrue(lines.stream().anyMatch(line -> line.matches("shell_tool {2,}stable {2,}false")));
        assertEquals(
                1, lines.stream().map(line -> line.lastIndexOf("  ")).distinct().count());
    }

    @Test
    void explainsAKeyByItsLayers() throws IOException {
        codex.config("model = \"from-file\"\n[profiles.fast]\nmodel = \"from-profile\"\n");
        String output = codex.run("config", "explain", "model", "-c", "model=x", "-p", "fast")
                .output();
        assertTrue(output.startsWith("model = \"x\"\n"), output);
        assertTrue(output.contains("from-profile") && output.contains("from-file"), output);
        String json = codex.run("config", "explain", "--json", "model").output();
        assertTrue(json.contains("\"value\":\"\\\"from-file\\\"\",\"layer\":\"user config\""), json);
        assertTrue(json.contains("\"line\":1"), json);
    }

    @Test
    void turnsFlagsIntoSettings() {
        assertExplained("sandbox_mode = \"workspace-write\"", "sandbox_mode", "--full-auto");
        assertExplained("sandbox_mode = \"danger-full-access\"", "sandbox_mode", "--yolo", "-s", "read-only");
        assertExplained("sandbox_mode = \"workspace-write\"", "sandbox_mode", "--full-auto", "-s", "read-only");
        assertExplained(
                "sandbox_mode = \"read-only\"",
                "sandbox_mode",
                "-s",
                "read-only",
                "-c",
                "sandbox_mode=workspace-write");
        assertExplained("model = \"m\"", "model", "-m", "m", "-c", "model=c");
        assertExplained("model_provider = \"ollama\"", "model_provider", "--oss", "--local-provider", "ollama");
        assertExplained("web_search = \"live\"", "web_search", "--search");
    }

    private void assertExplained(String expected, String key, String... flags) {
        String[] words = new String[flags.length + 3];
        System.arraycopy(flags, 0, words, 0, flags.length);
        words[flags.length] = "config";
        words[flags.length + 1] = "explain";
        words[flags.length + 2] = key;
        TestRun.Outcome outcome = codex.run(words);
        assertEquals(0, outcome.status(), outcome.errors());
        assertEquals(expected, outcome.output().lines().findFirst().orElse(""));
    }

    @Test
    void looksUpEverythingFromTheDirectoryThatIsGiven() throws IOException {
        Path project = Files.createDirectories(codex.directory().resolve("project"));
        Files.createDirectories(project.resolve(".git"));
        Files.writeString(project.resolve(".git/HEAD"), "ref: refs/heads/main\n");
        Files.createDirectories(project.resolve(".codex"));
        Files.writeString(project.resolve(".codex/config.toml"), "model = \"of-project\"\n");
        codex.config("[projects.\"" + project + "\"]\ntrust_level = \"trusted\"\n");
        String output = codex.run("-C", "project", "config", "explain", "model").output();
        assertTrue(output.startsWith("model = \"of-project\"\n"), output);
    }

    @Test
    void reportsAConfigurationThatCannotBeUsed() throws IOException {
        assertFails(1, "not found", "exec", "-p", "nope", "hi");
        assertFails(1, "missing '='", "-c", "model", "features", "list");
        assertFails(1, "nosuch", "--enable", "nosuch", "features", "list");
        assertFails(1, "the directory of -C does not exist: nope", "-C", "nope", "exec", "hi");
        codex.config("model = 1\n");
        assertFails(1, "Error loading config.toml:\n", "features", "list");
        codex.variable("CODEX_HOME", root.resolve("nowhere").toString());
        assertFails(1, "does not exist", "exec", "hi");
    }

    @Test
    void refusesUnknownKeysOnlyWhenStrict() throws IOException {
        codex.config("no_such_key = 1\n");
        assertEquals(0, codex.run("features", "list").status());
        assertFails(1, "no_such_key", "--strict-config", "config", "explain", "model");
    }

    @Test
    void wantsARepositoryForExec() throws IOException {
        assertFails(1, "--skip-git-repo-check", "exec", "hi");
        assertFails(1, "--skip-git-repo-check", "exec", "-s", "danger-full-access", "hi");
        Files.createDirectories(codex.directory().resolve(".git"));
        assertFails(1, "--skip-git-repo-check", "exec", "resume", "--last", "hi");
        codex.asRepository();
        assertFails(1, "No prompt", "exec");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec --skip-git-repo-check", "exec --yolo", "exec resume --last --skip-git-repo-check"})
    void worksOutsideOfARepositoryWhenToldTo(String line) {
        assertFails(1, "No prompt", line.split(" "));
    }

    @Test
    void worksInATrustedProjectWithoutARepository() throws IOException {
        codex.config("[projects.\"" + codex.directory() + "\"]\ntrust_level = \"trusted\"\n");
        assertFails(1, "No prompt", "exec");
        codex.config("[projects.\"" + codex.directory() + "\"]\ntrust_level = \"untrusted\"\n");
        assertFails(1, "--skip-git-repo-check", "exec");
    }

    @Test
    void asksWhichLocalProviderIsMeant() {
        assertFails(1, "--local-provider", "exec", "--oss", "--skip-git-repo-check", "hi");
    }

    @Test
    void runsATaskWithTheScriptedModel() throws IOException {
        Path scenario = Files.writeString(
                root.resolve("scenario.json"),
                "{\"turns\": [{\"items\": [{\"type\": \"message\", \"text\": \"Grüße.\"}]}]}");
        codex.asRepository();
        TestRun.Outcome outcome = codex.input("from stdin")
                .run(
                        "exec",
                        "-c",
                        "model_provider=scripted",
                        "-c",
                        "plugins.scripted.scenario=" + scenario,
                        "-o",
                        "last.txt",
                        "-");
        assertEquals(0, outcome.status(), outcome.errors());
        assertEquals("Grüße.\n", outcome.output());
        assertEquals("Grüße.", Files.readString(codex.directory().resolve("last.txt")));
        assertTrue(Files.isDirectory(codex.home().resolve("sessions")));
    }

    @Test
    void reportsAProviderThatIsNotThere() throws IOException {
        codex.asRepository();
        assertFails(1, "Error: Model provider `nope` not found", "exec", "-c", "model_provider=nope", "hi");
    }

    @ParameterizedTest
    @CsvSource({
        "sandbox macos true, macOS",
        "sandbox seatbelt --log-denials true, macOS",
        "sandbox windows --full-auto --timeout-ms 100 true, Windows",
        "sandbox windows setup, Windows",
        "sandbox windows status, Windows",
        "sandbox windows repair, Windows",
        "sandbox windows uninstall, Windows",
        "sandbox windows -- setup, Windows",
        "debug seatbelt true, macOS"
    })
    void saysWhichSandboxIsNotOnThisSystem(String line, String system) {
        assertFails(1, "Error: the " + system + " sandbox is not available on this system", line.split(" "));
    }

    @Test
    void saysWhyACommandCannotBeSandboxed() throws IOException {
        assertFails(1, "name the command", "sandbox", "linux");
        assertFails(127, "there is no program `no-such-program`", "sandbox", "linux", "--", "no-such-program", "-x");
        Files.createFile(codex.directory().resolve("plain"));
        assertFails(126, "may be executed", "sandbox", "landlock", "./plain");
        assertFails(126, "may be executed", "debug", "landlock", "/");
    }
}
