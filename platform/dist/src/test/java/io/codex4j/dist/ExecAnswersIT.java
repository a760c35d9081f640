package io.codex4j.dist;

import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.reasoning;
import static io.codex4j.testkit.Script.turn;
import static io.codex4j.testkit.Script.webSearch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Script;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What {@code codex exec} prints of an answer that needs no command: for people, and as JSON. */
class ExecAnswersIT {
    @AutoClose
    private final World world = new World();

    @Test
    void printsTheAnswerAloneToStandardOutput() throws Exception {
        CodexResult result = world.model(turn(message("Hello."))).run("exec", "hi");

        assertEquals("Hello.\n", result.stdout());
        assertEquals(0, result.exitCode());
    }

    @Test
    void printsHeaderPromptAnswerAndTokensToStandardError() throws Exception {
        CodexResult result = world.model(turn(message("Hello."))).run("exec", "hi");

        assertEquals("""
                Codex4j VERSION
                --------
                workdir: WORK
                model: mock-model
                provider: mock
                approval: never
                sandbox: read-only
                reasoning effort: none
                reasoning summaries: none
                session id: ID
                --------
                user
                hi
                codex
                Hello.
                tokens used
                110
                """, world.neutral(result.stderr()).replaceFirst("v\\d+\\.\\d+\\.\\d+", "VERSION"));
    }

    @Test
    void printsEventsOfAnAnswerInOrder() throws Exception {
        CodexResult result = world.model(turn(message("Hello."))).run("exec", "--json", "hi");

        assertEquals("""
                {"type":"thread.started","thread_id":"ID"}
                {"type":"turn.started"}
                {"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"Hello."}}
                {"type":"turn.completed","usage":{"input_tokens":100,"cached_input_tokens":0,"output_tokens":10}}
                """, world.neutral(result.stdout()));
        assertEquals("", result.stderr());
    }

    @Test
    void knowsTheEarlierNameOfTheJsonFlag() throws Exception {
        CodexResult result = world.model(turn(message("Hello."))).run("e", "--experimental-json", "hi");

        assertEquals(
                List.of("thread.started", "turn.started", "item.completed", "turn.completed"), result.eventTypes());
    }

    @Test
    void printsOnlyTheLastOfSeveralMessagesToStandardOutput() throws Exception {
        world.model(turn(
                message("First.").with("phase", "commentary"),
                message("Second.").with("phase", "final_answer")));

        CodexResult result = world.run("exec", "run");

        assertEquals("Second.\n", result.stdout());
        assertTrue(result.stderr().contains("codex\nFirst.\ncodex\nSecond.\n"), result.stderr());
    }

    @Test
    void showsEachMessageAsAnItem() throws Exception {
        world.model(turn(message("First."), message("Second.")));

        CodexResult result = world.run("exec", "--json", "run");

        assertTrue(result.stdout().contains("""
                                {"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"First."}}
                                {"type":"item.completed","item":{"id":"item_1","type":"agent_message","text":"Second."}}
                                """), result.stdout());
    }

    @Test
    void printsNothingWhereTheModelSaysNothing() throws Exception {
        CodexResult result = world.model(turn()).run("exec", "run");

        assertEquals("", result.stdout());
        assertEquals(0, result.exitCode());
    }

    @Test
    void showsReasoningBeforeTheAnswer() throws Exception {
        world.configure(config -> config.withModel("gpt-5.4"))
                .model(turn(reasoning("**Thinking**\n\nDetail.", "Second part"), message("Answer.")));

        CodexResult result = world.run("exec", "--json", "run");

        assertTrue(
                result.stdout()
                        .contains("{\"type\":\"item.completed\",\"item\":{\"id\":\"item_0\",\"type\":\"reasoning\","
                                + "\"text\":\"**Thinking**\\n\\nDetail.\\nSecond part\"}}\n"),
                result.stdout());
    }

    @Test
    void hidesReasoningWhenTold() throws Exception {
        world.configure(config -> config.withModel("gpt-5.4").withTop("hide_agent_reasoning = true"))
                .model(turn(reasoning("Deep thought"), message("Answer.")));

        CodexResult result = world.run("exec", "run");

        assertFalse(result.stderr().contains("Deep thought"), result.stderr());
    }

    @Test
    void showsWebSearchWithBothOfItsIds() throws Exception {
        world.model(turn(webSearch("java 25"), message("Found.")));

        CodexResult result = world.run("exec", "--json", "run");

        assertTrue(result.stdout().contains("""
                                {"type":"item.started","item":{"id":"item_0","type":"web_search","id":"it_0_0",\
                                "query":"","action":{"type":"other"}}}
                                {"type":"item.completed","item":{"id":"item_0","type":"web_search","id":"it_0_0",\
                                "query":"java 25","action":{"type":"search","query":"java 25"}}}
                                """), result.stdout());
    }

    @Test
    void showsPlanFromItsStartToTheEndOfTheTurn() throws Exception {
        world.model(turn(plan("in_progress", "pending")), turn(plan("completed", "completed")), turn(message("Done.")));

        CodexResult result = world.run("exec", "--json", "run");

        String start = "\"item\":{\"id\":\"item_0\",\"type\":\"todo_list\",\"items\":[{\"text\":\"one\",\"completed\":";
        String both = start + "true},{\"text\":\"two\",\"completed\":true}]}}\n";
        assertTrue(
                result.stdout()
                        .contains("{\"type\":\"item.started\"," + start
                                + "false},{\"text\":\"two\",\"completed\":false}]}}\n{\"type\":\"item.updated\","
                                + both),
                result.stdout());
        assertTrue(
                result.stdout().contains("{\"type\":\"item.completed\"," + both + "{\"type\":\"turn.completed\""),
                result.stdout());
        assertEquals(List.of("Plan updated", "Plan updated"), world.toolOutputs());
    }

    @Test
    void showsPlanToPeople() throws Exception {
        world.model(turn(plan("in_progress", "pending")), turn(message("Done.")));

        CodexResult result = world.run("exec", "run");

        assertTrue(result.stderr().contains("why\n  → one\n  • two\n"), result.stderr());
    }

    @Test
    void countsTokensOfAllRequests() throws Exception {
        Map<String, Integer> usage = Map.of("input", 1_234_567, "cached", 1_000_000, "output", 89, "reasoning", 9);
        world.model(
                turn(functionCall("exec_command", Map.of("cmd", "true"))).with("usage", usage), turn(message("Done.")));

        CodexResult result = world.run("exec", "--json", "run");

        assertTrue(
                result.stdout()
                        .endsWith("{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":1234667,"
                                + "\"cached_input_tokens\":1000000,\"output_tokens\":99}}\n"),
                result.stdout());
    }

    @Test
    void groupsDigitsOfTokensForPeople() throws Exception {
        world.model(turn(message("Hi.")).with("usage", Map.of("input", 1_234_567, "cached", 1_000, "output", 89)));

        CodexResult result = world.run("exec", "run");

        assertTrue(result.stderr().endsWith("tokens used\n1,233,656\n"), result.stderr());
    }

    @Test
    void colorsOnlyWhenTold() throws Exception {
        world.play(Script.of(turn(message("Hi."))).with("after", "repeat"));

        assertFalse(world.run("exec", "run").stderr().contains("\u001b"));
        assertFalse(world.run("exec", "--color", "never", "run").stderr().contains("\u001b"));
        CodexResult colored = world.run("exec", "--color", "always", "run");
        assertTrue(colored.stderr().contains("\u001b["), colored.stderr());
        assertEquals("Hi.\n", colored.stdout());
    }

    @Test
    void keepsUnicodeWholeInEveryLocale() throws Exception {
        world.model(turn(message("Grüße, 世界 🌍").with("chunk", 1)));

        CodexResult result = world.run(
                world.launch("exec", "Größe?").environment("LANG", "C").environment("LC_ALL", "C"));

        assertEquals("Grüße, 世界 🌍\n", result.stdout());
        assertTrue(world.request().toString().contains("Größe?"), "the prompt was garbled");
    }

    @Test
    void endsQuietlyWhenNobodyReadsItsOutput() throws Exception {
        world.model(turn(message("Hello.\n".repeat(100_000))));

        CodexResult result = world.shell("\"$CODEX\" exec --json hi | head -c 10 >/dev/null");

        assertEquals("", result.stderr());
    }

    private static Script.Item plan(String first, String second) {
        return functionCall(
                "update_plan",
                Map.of(
                        "explanation",
                        "why",
                        "plan",
                        List.of(Map.of("step", "one", "status", first), Map.of("step", "two", "status", second))));
    }
}
