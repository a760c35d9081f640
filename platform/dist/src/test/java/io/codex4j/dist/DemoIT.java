package io.codex4j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.testkit.CodexProcess;
import io.codex4j.testkit.CodexResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code codex demo}, with a home that has nothing in it. */
class DemoIT {
    private static final Pattern REPOSITORY = Pattern.compile("git -C (\\S+) diff");

    @AutoClose
    private final World world = new World();

    @Test
    void mendsATest() throws Exception {
        CodexResult result = world.run("demo");

        assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
        assertEquals("", result.stderr());
        List<String> states = result.lines().stream()
                .map(String::strip)
                .filter(line -> line.startsWith("-> "))
                .toList();
        assertEquals(2, states.size(), result.stdout());
        assertTrue(states.get(0).contains("fails") && states.get(1).contains("passes"), states::toString);
    }

    @Test
    void leavesTheRepositoryToLookAt() throws Exception {
        CodexResult result = world.run("demo");

        Path repository = repository(result);
        CodexResult diff = ShellScript.run(world.workspace(), "git -C '" + repository + "' diff");
        List<String> changes = diff.lines().stream()
                .filter(line -> line.matches("[-+][^-+].*"))
                .toList();
        assertEquals(2, changes.size(), diff.stdout());
        assertEquals(
                0,
                ShellScript.run(world.workspace(), "cd '" + repository + "' && sh test.sh")
                        .exitCode());
    }

    @Test
    void showsItselfInOrder() throws Exception {
        String shown = world.run("demo").stdout();

        int last = -1;
        for (String part : List.of("-> fails", "exec\n", "apply patch\n", "tokens used", "-> passes", "diff --git")) {
            int at = shown.indexOf(part, last + 1);
            assertTrue(at > last, () -> "no \"" + part + "\" where it belongs in: " + shown);
            last = at;
        }
        assertFalse(shown.contains("\u001b"), "colors in a pipe");
    }

    @Test
    void worksWithoutHomeAndSettings() throws Exception {
        CodexProcess.Launch launch = world.launch("demo")
                .environment("HOME", "")
                .environment("CODEX_HOME", "")
                .environment("XDG_CACHE_HOME", "");

        CodexResult result = world.run(launch);

        assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
        // Without a home it is where all users have their temporary files.
        ShellScript.run(world.workspace(), "rm -r '" + repository(result).getParent() + "'");
    }

    @Test
    void leavesTheUserOutOfIt() throws Exception {
        world.workspace().config("this is [ no TOML");
        Map<String, String> before = world.workspace().files();

        CodexResult result = world.run(world.launch("demo").environment("OPENAI_API_KEY", "s3cret"));

        assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
        assertEquals(before, world.workspace().files());
        assertEquals(List.of(), world.rollouts());
        assertEquals(List.of(), world.server().requests());
    }

    @Test
    void worksInAFolderWithSpaces() throws Exception {
        Path folder = Files.createDirectories(world.workspace().home().resolve("with some spaces/ünd mehr"));

        CodexResult result =
                world.run(world.launch("demo", "--keep", "the demo").directory(folder));

        assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
        assertTrue(Files.isDirectory(folder.resolve("the demo")));
    }

    @Test
    void asksForAFolderOfItsOwn() throws Exception {
        world.workspace().write("full/x", "mine");

        CodexResult result = world.run("demo", "--keep", "full");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("not empty"), result.stderr());
        assertEquals(Map.of("full/x", "mine"), world.workspace().files());
    }

    @Test
    void isNotLedAstrayByTheGitOfItsCaller() throws Exception {
        CodexProcess.Launch launch = world.launch("demo")
                .environment("GIT_DIR", world.workspace().root().resolve(".git").toString())
                .environment("GIT_WORK_TREE", world.workspace().root().toString())
                .environment(
                        "GIT_INDEX_FILE",
                        world.workspace().root().resolve("index").toString());

        assertEquals(0, world.run(launch).exitCode());
        assertEquals("", world.workspace().git("status", "--porcelain"));
    }

    private static Path repository(CodexResult result) {
        Matcher repository = REPOSITORY.matcher(result.stdout());
        assertTrue(repository.find(), result.stdout());
        return Path.of(repository.group(1));
    }
}
