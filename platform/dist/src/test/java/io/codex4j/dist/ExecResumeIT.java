package io.codex4j.dist;

import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.testkit.CodexResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Going on with an earlier session. */
class ExecResumeIT {
    @AutoClose
    private final World world = new World();

    @Test
    void goesOnWithTheLastSessionInTheSameFile() throws Exception {
        world.model(turn(message("one")), turn(message("two")));
        world.run("exec", "first");
        String before = Files.readString(world.rollout());

        CodexResult result = world.run("exec", "resume", "--last", "second");

        assertEquals("two\n", result.stdout());
        assertTrue(Files.readString(world.rollout()).startsWith(before), "the file was not appended to");
    }

    @Test
    void sendsTheWholeConversationAgain() throws Exception {
        world.model(
                turn(functionCall("exec_command", Map.of("cmd", "echo hi"))),
                turn(message("one")),
                turn(message("two")));
        world.run("exec", "first");
        List<JsonObject> before = world.lastRequest().objects("input");

        world.run("exec", "resume", "--last", "second");

        List<JsonObject> input = world.lastRequest().objects("input");
        assertEquals(before, input.subList(0, before.size()));
        List<JsonObject> added = input.subList(before.size(), input.size());
        assertEquals(2, added.size(), added::toString);
        assertEquals("one", text(added.get(0)));
        assertEquals("second", text(added.get(1)));
    }

    @Test
    void keepsIdAndTotals() throws Exception {
        world.model(turn(message("one")), turn(message("two")));
        CodexResult first = world.run("exec", "--json", "first");

        CodexResult second = world.run("exec", "resume", "--json", "--last", "second");

        assertEquals(threadId(first), threadId(second));
        assertTrue(
                second.stdout()
                        .endsWith("\"usage\":{\"input_tokens\":200,\"cached_input_tokens\":0,\"output_tokens\":20}}\n"),
                second.stdout());
    }

    @Test
    void goesOnWithTheSessionOfAnId() throws Exception {
        world.model(turn(message("one")), turn(message("other")), turn(message("two")));
        String id = threadId(world.run("exec", "--json", "first"));
        world.run("exec", "something else");

        CodexResult result = world.run("exec", "--json", "resume", id, "second");

        assertEquals(id, threadId(result));
        assertTrue(world.lastRequest().toString().contains("first"));
    }

    @Test
    void readsThePromptFromStandardInput() throws Exception {
        world.model(turn(message("one")), turn(message("two")));
        world.run("exec", "first");

        world.run(world.launch("exec", "resume", "--last", "-").stdin("from stdin"));

        assertEquals("from stdin", text(world.lastRequest().objects("input").getLast()));
    }

    @Test
    void refusesAnIdThatIsNotThere() throws Exception {
        String id = "01a20874-e3c3-7443-93c1-53b7b147ed50";

        CodexResult result = world.run("exec", "resume", id, "second");

        assertEquals(1, result.exitCode());
        assertTrue(result.stderr().contains(id), result.stderr());
        assertEquals(List.of(), world.server().requests());
    }

    @Test
    void startsAnewWhereThereIsNoLastSession() throws Exception {
        CodexResult result = world.model(turn(message("one"))).run("exec", "resume", "--last", "run");

        assertEquals("one\n", result.stdout());
        assertEquals(1, world.rollouts().size());
    }

    @Test
    void takesTheLastSessionOfThisDirectoryOnly() throws Exception {
        world.workspace().write("sub/x", "");
        world.model(turn(message("one")), turn(message("two")));
        CodexResult elsewhere = world.run("exec", "--json", "-C", "sub", "first");

        CodexResult here = world.run("exec", "--json", "resume", "--last", "second");

        assertNotEquals(threadId(elsewhere), threadId(here));
    }

    @Test
    void writesNoFileForAnEphemeralSession() throws Exception {
        CodexResult result = world.model(turn(message("one"))).run("exec", "--ephemeral", "run");

        assertEquals(0, result.exitCode());
        assertEquals(List.of(), world.rollouts());
    }

    @Test
    void goesOnAfterALineThatWasTorn() throws Exception {
        world.model(turn(message("one")), turn(message("two")));
        world.run("exec", "first");
        Path rollout = world.rollout();
        Files.writeString(
                rollout, "{\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"type\":\"respon", StandardOpenOption.APPEND);

        CodexResult result = world.run("exec", "resume", "--last", "second");

        assertEquals("two\n", result.stdout());
        assertTrue(world.lastRequest().toString().contains("one"), "the conversation was lost");
        List<String> lines = Files.readAllLines(rollout);
        assertEquals(1, lines.stream().filter(line -> !line.endsWith("}")).count(), "the torn line swallowed the next");
        assertTrue(lines.getLast().contains("task_complete"), lines.getLast());
    }

    @Test
    void goesOnAfterGarbage() throws Exception {
        world.model(turn(message("one")), turn(message("two")));
        world.run("exec", "first");
        Files.write(
                world.rollout(),
                new byte[] {0, (byte) 0xff, '\n', '[', '\n', '{', '}', '\n'},
                StandardOpenOption.APPEND);

        CodexResult result = world.run("exec", "resume", "--last", "second");

        assertEquals("two\n", result.stdout());
        assertTrue(world.lastRequest().toString().contains("one"), "the conversation was lost");
    }

    private static String threadId(CodexResult result) {
        return result.events().getFirst().string("thread_id");
    }

    private static String text(JsonObject message) {
        return message.objects("content").getLast().string("text");
    }
}
