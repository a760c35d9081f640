package io.codex4j.dist;

import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.protocol.Json;
import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Workspace;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Where {@code codex exec} takes its prompt, pictures and schema from, and where it puts the last message. */
class ExecInputsIT {
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5" + "ErkJggg==";

    @AutoClose
    private final World world = new World();

    @Test
    void readsThePromptFromStandardInput() throws Exception {
        world.model(turn(message("x"))).run(world.launch("exec", "-").stdin("from stdin\nline 2\n"));

        assertEquals("from stdin\nline 2\n", promptSent());
    }

    @Test
    void readsThePromptFromStandardInputWhenNoneIsGiven() throws Exception {
        CodexResult result =
                world.model(turn(message("x"))).run(world.launch("exec").stdin("from stdin"));

        assertEquals("from stdin", promptSent());
        assertTrue(result.stderr().startsWith("Reading prompt from stdin..."), result.stderr());
    }

    @Test
    void leavesStandardInputAloneWhenThereIsAPrompt() throws Exception {
        world.model(turn(message("x"))).run(world.launch("exec", "the prompt").stdin("something else"));

        assertEquals("the prompt", promptSent());
    }

    @Test
    void takesAPromptThatLooksLikeAnOptionAfterTwoDashes() throws Exception {
        world.model(turn(message("x"))).run("exec", "--", "--help me");

        assertEquals("--help me", promptSent());
    }

    @Test
    void refusesAnEmptyPrompt() throws Exception {
        CodexResult result = world.run(world.launch("exec").stdin(""));

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("prompt"), result.stderr());
        assertEquals(List.of(), world.server().requests());
    }

    @Test
    void sendsPicturesBeforeThePrompt() throws Exception {
        Files.write(
                world.workspace().root().resolve("p.png"), Base64.getDecoder().decode(PNG));

        world.model(turn(message("x"))).run("exec", "look", "-i", "p.png");

        List<JsonObject> content = promptItem().objects("content");
        assertEquals(4, content.size(), content::toString);
        assertEquals("<image name=[Image #1]>", content.get(0).string("text"));
        assertEquals("data:image/png;base64," + PNG, content.get(1).string("image_url"));
        assertEquals("</image>", content.get(2).string("text"));
        assertEquals("look", content.get(3).string("text"));
    }

    @Test
    void tellsTheModelAboutAPictureThatIsMissing() throws Exception {
        CodexResult result = world.model(turn(message("x"))).run("exec", "look", "--image", "nope.png");

        assertEquals(0, result.exitCode(), result.stderr());
        String content = promptItem().objects("content").toString();
        assertTrue(content.contains("could not read") && content.contains("nope.png"), content);
    }

    @Test
    void asksForTheOutputSchema() throws Exception {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"answer\":{\"type\":\"string\"}},\"required\":[\"answer\"],"
                        + "\"additionalProperties\":false}";
        world.workspace().write("schema.json", schema);
        world.model(turn(message("{\"answer\":\"42\"}")));

        CodexResult result = world.run("exec", "--output-schema", "schema.json", "run");

        JsonObject format = world.request().object("text").object("format");
        assertEquals("json_schema", format.string("type"));
        assertEquals("codex_output_schema", format.string("name"));
        assertTrue(format.bool("strict", false));
        assertEquals(Json.CODEC.parse(schema), format.object("schema"));
        assertEquals("{\"answer\":\"42\"}\n", result.stdout());
    }

    @Test
    void refusesASchemaThatIsMissing() throws Exception {
        CodexResult result = world.run("exec", "--output-schema", "nope.json", "run");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("nope.json"), result.stderr());
        assertEquals(List.of(), world.server().requests());
    }

    @Test
    void refusesASchemaThatIsNoJson() throws Exception {
        world.workspace().write("bad.json", "{\"type\":");

        CodexResult result = world.run("exec", "--output-schema", "bad.json", "run");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("bad.json") && result.stderr().contains("JSON"), result.stderr());
        assertEquals(List.of(), world.server().requests());
    }

    @Test
    void writesTheLastMessageAsItIsToAFile() throws Exception {
        world.model(turn(message("First."), message("Last, without a line end")));

        world.run("exec", "--json", "-o", "last.txt", "run");

        assertEquals("Last, without a line end", world.workspace().read("last.txt"));
    }

    @Test
    void warnsThatThereWasNoLastMessage() throws Exception {
        CodexResult result = world.model(turn()).run("exec", "-o", "last.txt", "run");

        assertEquals(0, result.exitCode());
        assertEquals("", world.workspace().read("last.txt"));
        assertTrue(
                result.stderr().toLowerCase(Locale.ROOT).contains("warning")
                        && result.stderr().contains("last.txt"),
                result.stderr());
    }

    @Test
    void saysThatTheFileOfTheLastMessageCannotBeWritten() throws Exception {
        CodexResult result = world.model(turn(message("x"))).run("exec", "-o", "no/such/folder/last.txt", "run");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("no/such/folder/last.txt"), result.stderr());
        assertEquals("x\n", result.stdout());
    }

    @Test
    void takesAPromptOfSomeMegabytes() throws Exception {
        String prompt = "0123456789abcdef".repeat(1 << 18);

        world.model(turn(message("x"))).run(world.launch("exec", "-").stdin(prompt));

        assertEquals(prompt, promptSent());
    }

    @Test
    void worksInTheDirectoryThatIsGiven() throws Exception {
        world.workspace().write("sub/x", "1");

        CodexResult result = world.model(turn(message("x"))).run("exec", "-C", "sub", "run");

        assertTrue(world.neutral(result.stderr()).contains("workdir: WORK/sub\n"), result.stderr());
        assertTrue(world.neutral(world.request().toString()).contains("<cwd>WORK/sub</cwd>"));
    }

    @Test
    void refusesADirectoryThatIsMissing() throws Exception {
        CodexResult result = world.run("exec", "-C", "nosuch", "run");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("nosuch"), result.stderr());
    }

    @Test
    void refusesToWorkOutsideOfGit() throws Exception {
        try (World outside = new World(Workspace.createOutsideGit())) {
            CodexResult result = outside.run("exec", "run");

            assertEquals(1, result.exitCode());
            assertTrue(result.stderr().contains("--skip-git-repo-check"), result.stderr());
            assertEquals(List.of(), outside.server().requests());
        }
    }

    @Test
    void worksOutsideOfGitWhenTold() throws Exception {
        try (World outside = new World(Workspace.createOutsideGit())) {
            CodexResult result = outside.model(turn(message("x"))).run("exec", "--skip-git-repo-check", "run");

            assertEquals("x\n", result.stdout());
        }
    }

    @Test
    void refusesAPromptThatIsNoText() throws Exception {
        Files.write(world.workspace().root().resolve("raw"), new byte[] {'a', (byte) 0xff, 'b'});

        CodexResult result = world.shell("\"$CODEX\" exec - < raw");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains("UTF-8"), result.stderr());
        assertEquals(List.of(), world.server().requests());
    }

    private JsonObject promptItem() {
        return world.request().objects("input").getLast();
    }

    private String promptSent() {
        return promptItem().objects("content").getLast().string("text");
    }
}
