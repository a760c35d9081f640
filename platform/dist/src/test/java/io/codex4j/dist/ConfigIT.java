package io.codex4j.dist;

import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.ConfigFile;
import io.codex4j.testkit.Script;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is said about a config.toml that is wrong, and which of several counts. */
class ConfigIT {
    private static final Script.Turn OK = turn(message("ok"));

    @AutoClose
    private final World world = new World();

    @Test
    void pointsToTheErrorInAFile() throws Exception {
        world.workspace().config("model = \"x\"\n\n[foo\n");

        CodexResult result = world.run("exec", "run");

        assertEquals(1, result.exitCode());
        assertEquals("", result.stdout());
        List<String> lines = world.neutral(result.stderr()).lines().toList();
        assertTrue(lines.stream().anyMatch(line -> line.contains("CODEX_HOME/config.toml:3:5")), result.stderr());
        int shown = indexOf(lines, "3 | [foo");
        String caret = lines.get(shown + 1);
        assertEquals(lines.get(shown).indexOf("[foo") + 4, caret.indexOf('^'), result.stderr());
    }

    @Test
    void namesTheChoicesOfAValue() throws Exception {
        world.configure(config -> config.withTop("sandbox_mode = \"bogus\""));

        CodexResult result = world.run("exec", "run");

        assertEquals(1, result.exitCode());
        for (String part : List.of("bogus", "sandbox_mode", "workspace-write", "config.toml:3")) {
            assertTrue(result.stderr().contains(part), () -> "no \"" + part + "\" in: " + result.stderr());
        }
    }

    @Test
    void namesTheKeyOfAValueOfAWrongType() throws Exception {
        world.configure(config -> config.withProvider("stream_max_retries = \"many\""));

        CodexResult result = world.run("exec", "run");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("stream_max_retries"), result.stderr());
    }

    @Test
    void warnsOfAKeyThatItDoesNotKnow() throws Exception {
        world.configure(config -> config.withTop("nonsense_key = 1")).model(OK);

        CodexResult result = world.run("exec", "run");

        assertEquals("ok\n", result.stdout());
        assertTrue(
                result.stderr().lines().anyMatch(line -> line.contains("warning") && line.contains("nonsense_key")),
                result.stderr());
    }

    @Test
    void warnsWithinTheEventsAsWell() throws Exception {
        world.configure(config -> config.withTop("nonsense_key = 1")).model(OK);

        CodexResult result = world.run("exec", "--json", "run");

        assertTrue(
                (result.stdout() + result.stderr()).contains("nonsense_key"), () -> result.stdout() + result.stderr());
        result.events();
    }

    @Test
    void refusesAKeyThatItDoesNotKnowWhenStrict() throws Exception {
        world.configure(config -> config.withTop("nonsense_key = 1"));

        CodexResult result = world.run("exec", "--strict-config", "run");

        assertEquals(1, result.exitCode());
        assertTrue(
                result.stderr().contains("config.toml:3:1") && result.stderr().contains("nonsense_key"),
                result.stderr());
        assertEquals(List.of(), world.server().requests());
    }

    @Test
    void ignoresTheConfigurationOfAProjectThatIsNotTrusted() throws Exception {
        world.workspace().write(".codex/config.toml", "model = \"from-project\"\n");

        CodexResult result = world.model(OK).run("exec", "run");

        assertEquals("mock-model", world.request().string("model"));
        assertTrue(result.stderr().contains("trust"), result.stderr());
    }

    @Test
    void takesTheNearestConfigurationOfATrustedProject() throws Exception {
        trust();
        world.workspace()
                .write(".codex/config.toml", "model = \"from-root\"\ndeveloper_instructions = \"root\"\n")
                .write("sub/.codex/config.toml", "model = \"from-sub\"\n");

        world.model(OK).run("exec", "-C", "sub", "run");

        assertEquals("from-sub", world.request().string("model"));
        assertTrue(world.request().objects("input").getFirst().toString().contains("root"));
    }

    @Test
    void doesNotLetAProjectRedirectTheModel() throws Exception {
        trust();
        world.workspace()
                .write(
                        ".codex/config.toml",
                        "model_provider = \"evil\"\n[model_providers.evil]\nname = \"e\"\nbase_url = \"http://127.0.0.1:1\"\n");

        CodexResult result = world.model(OK).run("exec", "run");

        assertEquals("ok\n", result.stdout());
        assertTrue(result.stderr().contains("model_provider"), result.stderr());
    }

    @Test
    void namesTheFileOfAProjectThatIsBroken() throws Exception {
        trust();
        world.workspace().write(".codex/config.toml", "model = \n");

        CodexResult result = world.run("exec", "run");

        assertEquals(1, result.exitCode());
        assertTrue(world.neutral(result.stderr()).contains("WORK/.codex/config.toml:1:"), result.stderr());
    }

    @Test
    void saysThatAProfileIsMissing() throws Exception {
        CodexResult result = world.run("exec", "-p", "zz", "run");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("zz"), result.stderr());
    }

    @Test
    void saysThatAFeatureIsUnknown() throws Exception {
        CodexResult result = world.run("exec", "--enable", "nosuch", "run");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("nosuch"), result.stderr());
    }

    @Test
    void saysThatAnOverrideHasNoValue() throws Exception {
        CodexResult result = world.run("exec", "-c", "model", "run");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("model") && result.stderr().contains("="), result.stderr());
    }

    @Test
    void saysThatTheHomeIsMissing() throws Exception {
        CodexResult result = world.run(world.launch("exec", "run").environment("CODEX_HOME", "/no/such/home"));

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("/no/such/home"), result.stderr());
    }

    @Test
    void saysThatAFileIsNoText() throws Exception {
        Files.write(world.workspace().codexHome().resolve("config.toml"), new byte[] {'a', '=', '"', (byte) 0xff, '"'});

        CodexResult result = world.run("exec", "run");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("config.toml"), result.stderr());
    }

    @Test
    void explainsWhereAValueComesFrom() throws Exception {
        CodexResult result = world.run("config", "explain", "model", "-c", "model=x");

        assertEquals("""
                model = "x"
                  from       -c/--config override
                  instead of "mock-model" from user config, CODEX_HOME/config.toml:1:1
                """, world.neutral(result.stdout()).replaceAll("(config.toml:\\d+:)\\d+", "$11"));
    }

    @Test
    void explainsWhatIsNotSet() throws Exception {
        CodexResult result = world.run("config", "explain", "sandbox_workspace_write.network_access");

        assertEquals(0, result.exitCode());
        assertTrue(result.stdout().startsWith("sandbox_workspace_write.network_access"), result.stdout());
    }

    @Test
    void listsFeaturesInThreeColumns() throws Exception {
        CodexResult result = world.run("features", "list", "--disable", "shell_tool");

        for (String line : result.lines()) {
            assertTrue(line.matches("[a-z0-9_]+ +[a-z ]+ (true|false)"), line);
        }
        assertTrue(
                result.lines().stream().anyMatch(line -> line.matches("shell_tool +stable +false")), result.stdout());
        assertEquals(result.lines().stream().sorted().toList(), result.lines());
    }

    @Test
    void worksWithoutAnyFile() throws Exception {
        Files.delete(world.workspace().codexHome().resolve("config.toml"));
        world.model(OK);

        CodexResult result = world.run(
                "exec",
                "-c",
                "model_provider=mine",
                "-c",
                "model_providers.mine={name=\"Mine\",base_url=\""
                        + world.server().baseUrl() + "\"}",
                "run");

        assertEquals("ok\n", result.stdout());
    }

    @Test
    void keepsKeysToItself() throws Exception {
        world.configure(config -> config.withProvider("env_key = \"MOCK_KEY\""))
                .model(Script.httpError(401, "Incorrect API key provided: s3cret-key"));

        CodexResult result = world.run(world.launch("exec", "run").environment("MOCK_KEY", "s3cret-key"));

        assertEquals(1, result.exitCode());
        assertTrue(!result.stderr().contains("s3cret-key"), result.stderr());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(world.rollout())));
        assertTrue(!Files.readString(world.rollout()).contains("s3cret-key"));
    }

    private void trust() {
        ConfigFile file = ConfigFile.of(world.server())
                .withTable("[projects.\"" + world.workspace().root() + "\"]")
                .withTable("trust_level = \"trusted\"");
        world.workspace().config(file.text());
    }

    private static int indexOf(List<String> lines, String text) {
        for (int index = 0; index < lines.size(); index++) {
            if (lines.get(index).contains(text)) {
                return index;
            }
        }
        throw new AssertionError("no \"" + text + "\" in " + lines);
    }
}
