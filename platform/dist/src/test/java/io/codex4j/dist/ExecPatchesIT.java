package io.codex4j.dist;

import static io.codex4j.testkit.Script.customCall;
import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Script;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Patches, by the tool and within a command line. */
class ExecPatchesIT {
    private static final Script.Turn DONE = turn(message("Done."));
    private static final String PATCH = """
            *** Begin Patch
            *** Add File: new.txt
            +line one
            +line two
            *** Update File: a.txt
            @@
            -old
            +new
            *** Delete File: b.txt
            *** End Patch
            """;
    private static final String SUCCESS = "Success. Updated the following files:\nA new.txt\nM a.txt\nD b.txt\n";
    private static final Map<String, String> BEFORE = Map.of("a.txt", "old\nkeep\n", "b.txt", "bye\n");
    private static final Map<String, String> AFTER = Map.of("a.txt", "new\nkeep\n", "new.txt", "line one\nline two\n");

    @AutoClose
    private final World world = new World();

    @BeforeEach
    void commitFiles() {
        BEFORE.forEach(world.workspace()::write);
        world.workspace().commit();
        world.configure(config -> config.withModel("gpt-5.4"));
    }

    @Test
    void appliesAPatch() throws Exception {
        world.model(turn(customCall("apply_patch", PATCH)), DONE).run("exec", "--full-auto", "run");

        assertEquals(AFTER, world.workspace().files());
        assertEquals("Exit code: 0\nWall time: TIME seconds\nOutput:\n" + SUCCESS, world.toolOutput());
    }

    @Test
    void offersThePatchToolToModelsThatKnowIt() throws Exception {
        world.model(DONE).run("exec", "run");

        assertTrue(
                world.request().objects("tools").stream()
                        .anyMatch(tool -> tool.string("type").equals("custom")
                                && tool.string("name").equals("apply_patch")
                                && tool.object("format").string("syntax").equals("lark")),
                () -> "tools: " + world.request().objects("tools"));
    }

    @Test
    void takesAPatchAsJson() throws Exception {
        world.model(turn(functionCall("apply_patch", Map.of("input", PATCH))), DONE)
                .run("exec", "--full-auto", "run");

        assertEquals(AFTER, world.workspace().files());
    }

    @Test
    void appliesAPatchWithinACommandLine() throws Exception {
        String line = "apply_patch <<'EOF'\n" + PATCH + "EOF\n";

        CodexResult result = world.model(turn(functionCall("exec_command", Map.of("cmd", line))), DONE)
                .run("exec", "--full-auto", "--json", "run");

        assertEquals(AFTER, world.workspace().files());
        assertEquals(
                "Wall time: TIME seconds\nOutput:\n{\"output\":\"" + SUCCESS.replace("\n", "\\n")
                        + "\",\"metadata\":{\"exit_code\":0,\"duration_seconds\":TIME}}",
                world.toolOutput());
        assertTrue(result.stdout().contains("\"type\":\"file_change\""), result.stdout());
        assertFalse(result.stdout().contains("command_execution"), result.stdout());
    }

    @Test
    void showsTheFilesThatChange() throws Exception {
        CodexResult result =
                world.model(turn(customCall("apply_patch", PATCH)), DONE).run("exec", "--full-auto", "--json", "run");

        String item = "\"item\":{\"id\":\"item_0\",\"type\":\"file_change\",\"changes\":["
                + "{\"path\":\"WORK/a.txt\",\"kind\":\"update\"},{\"path\":\"WORK/b.txt\",\"kind\":\"delete\"},"
                + "{\"path\":\"WORK/new.txt\",\"kind\":\"add\"}],\"status\":";
        String shown = world.neutral(result.stdout());
        assertTrue(
                shown.contains("{\"type\":\"item.started\"," + item + "\"in_progress\"}}\n{\"type\":\"item.completed\","
                        + item + "\"completed\"}}\n"),
                shown);
    }

    @Test
    void showsPeopleTheDiff() throws Exception {
        CodexResult result =
                world.model(turn(customCall("apply_patch", PATCH)), DONE).run("exec", "--full-auto", "run");

        String shown = world.neutral(result.stderr());
        assertTrue(shown.contains("apply patch\npatch: completed\nWORK/a.txt\nWORK/b.txt\nWORK/new.txt\n"), shown);
        assertTrue(shown.contains("--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n-old\n+new\n keep\n"), shown);
    }

    @Test
    void rejectsAPatchInReadOnlyMode() throws Exception {
        CodexResult result =
                world.model(turn(customCall("apply_patch", PATCH)), DONE).run("exec", "--json", "run");

        assertEquals(BEFORE, world.workspace().files());
        assertTrue(world.toolOutput().startsWith("patch rejected: "), world.toolOutput());
        assertFalse(result.stdout().contains("file_change"), result.stdout());
    }

    @Test
    void appliesAllOrNothing() throws Exception {
        String patch = """
                *** Begin Patch
                *** Add File: new.txt
                +line
                *** Delete File: b.txt
                *** Update File: a.txt
                @@
                -not there
                +new
                *** End Patch
                """;

        CodexResult result =
                world.model(turn(customCall("apply_patch", patch)), DONE).run("exec", "--full-auto", "run");

        assertEquals(BEFORE, world.workspace().files());
        assertEquals(
                "apply_patch verification failed: Failed to find expected lines in WORK/a.txt:\nnot there",
                world.toolOutput());
        assertEquals(0, result.exitCode());
    }

    @Test
    void saysWhatIsWrongWithAPatch() throws Exception {
        world.model(
                turn(
                        customCall("apply_patch", "no patch"),
                        customCall("apply_patch", "*** Begin Patch\nfoo\n*** End Patch")),
                DONE);

        world.run("exec", "--full-auto", "run");

        assertTrue(
                world.toolOutputs().get(0).startsWith("apply_patch verification failed: "),
                () -> world.toolOutputs().get(0));
        assertTrue(
                world.toolOutputs().get(1).contains("'foo' is not a valid hunk header"),
                () -> world.toolOutputs().get(1));
    }

    @Test
    void appliesAPatchOfTenThousandLines() throws Exception {
        StringBuilder patch = new StringBuilder("*** Begin Patch\n*** Add File: big.txt\n");
        StringBuilder file = new StringBuilder();
        for (int line = 0; line < 10_000; line++) {
            patch.append("+this is line ").append(line).append('\n');
            file.append("this is line ").append(line).append('\n');
        }
        patch.append("*** End Patch\n");

        world.model(turn(customCall("apply_patch", patch.toString())), DONE).run("exec", "--full-auto", "run");

        assertEquals(file.toString(), world.workspace().read("big.txt"));
    }
}
