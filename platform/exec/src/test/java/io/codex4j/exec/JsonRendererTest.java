package io.codex4j.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.codex4j.api.JsonObject;
import io.codex4j.api.model.RateLimits;
import io.codex4j.api.tool.ToolActivity.StepStatus;
import io.codex4j.protocol.Event;
import io.codex4j.protocol.Json;
import io.codex4j.protocol.ThreadItem;
import io.codex4j.protocol.ThreadItem.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JsonRendererTest {
    private final Fixtures.Streams streams = new Fixtures.Streams();
    private final JsonRenderer renderer = new JsonRenderer(new Output(streams.out), new Output(streams.err));

    @Test
    void everyKindOfItemHasTheShapeOfTheReference() {
        show(
                Fixtures.configured(),
                new Event.TurnStarted("turn"),
                new Event.ItemCompleted(
                        new ThreadItem.Reasoning("r", List.of("**Look**\n\nabout", "Second"), List.of("raw"))),
                new Event.ItemStarted(new ThreadItem.AgentMessage("m1", "")),
                Fixtures.message("m1", "I'll run it."),
                Fixtures.commandStarted("c1", "echo bad; exit 3"),
                new Event.CommandOutput("c1", "bad\n"),
                Fixtures.commandCompleted("c1", "echo bad; exit 3", "bad\n", 3),
                new Event.ItemStarted(Fixtures.search(JsonObject.empty())),
                new Event.ItemCompleted(Fixtures.search(Fixtures.searchFor("java 25"))),
                new Event.ItemStarted(Fixtures.changes(Status.IN_PROGRESS, "")),
                new Event.ItemCompleted(Fixtures.changes(Status.COMPLETED, "diff --git a/a.txt b/a.txt\n")),
                new Event.Warning("look out"),
                Fixtures.message("m2", "Done."),
                Fixtures.completed("Done."));
        assertEquals("""
                {"type":"thread.started","thread_id":"01a20874-e3c3-7443-93c1-53b7b147ed50"}
                {"type":"turn.started"}
                {"type":"item.completed","item":{"id":"item_0","type":"reasoning","text":"**Look**\\n\\nabout\\nSecond"}}
                {"type":"item.completed","item":{"id":"item_1","type":"agent_message","text":"I'll run it."}}
                {"type":"item.started","item":{"id":"item_2","type":"command_execution","command":"/bin/bash -lc 'echo bad; exit 3'","aggregated_output":"","exit_code":null,"status":"in_progress"}}
                {"type":"item.completed","item":{"id":"item_2","type":"command_execution","command":"/bin/bash -lc 'echo bad; exit 3'","aggregated_output":"bad\\n","exit_code":3,"status":"failed"}}
                {"type":"item.started","item":{"id":"item_3","type":"web_search","id":"ws_1","query":"","action":{"type":"other"}}}
                {"type":"item.completed","item":{"id":"item_3","type":"web_search","id":"ws_1","query":"java 25","action":{"type":"search","query":"java 25"}}}
                {"type":"item.started","item":{"id":"item_4","type":"file_change","changes":[{"path":"/w/a.txt","kind":"update"},{"path":"/w/b.txt","kind":"delete"},{"path":"/w/new.txt","kind":"add"}],"status":"in_progress"}}
                {"type":"item.completed","item":{"id":"item_4","type":"file_change","changes":[{"path":"/w/a.txt","kind":"update"},{"path":"/w/b.txt","kind":"delete"},{"path":"/w/new.txt","kind":"add"}],"status":"completed"}}
                {"type":"item.completed","item":{"id":"item_5","type":"error","message":"look out"}}
                {"type":"item.completed","item":{"id":"item_6","type":"agent_message","text":"Done."}}
                {"type":"turn.completed","usage":{"input_tokens":1233000,"cached_input_tokens":0,"output_tokens":656}}
                """, streams.out());
        assertEquals("", streams.err());
    }

    @Test
    void aPlanIsStartedUpdatedAndCompletedAsTheTurnEnds() {
        show(
                new Event.ItemStarted(Fixtures.plan("why", StepStatus.IN_PROGRESS, StepStatus.PENDING)),
                new Event.ItemUpdated(Fixtures.plan("", StepStatus.COMPLETED, StepStatus.PENDING)),
                Fixtures.message("m", "Done."),
                new Event.ItemCompleted(Fixtures.plan("", StepStatus.COMPLETED, StepStatus.PENDING)),
                Fixtures.completed("Done."));
        String items = "\"items\":[{\"text\":\"one\",\"completed\":%b},{\"text\":\"two\",\"completed\":false}]}}\n";
        assertEquals(
                "{\"type\":\"item.started\",\"item\":{\"id\":\"item_0\",\"type\":\"todo_list\","
                        + items.formatted(false)
                        + "{\"type\":\"item.updated\",\"item\":{\"id\":\"item_0\",\"type\":\"todo_list\","
                        + items.formatted(true)
                        + "{\"type\":\"item.completed\",\"item\":{\"id\":\"item_1\",\"type\":\"agent_message\","
                        + "\"text\":\"Done.\"}}\n"
                        + "{\"type\":\"item.completed\",\"item\":{\"id\":\"item_0\",\"type\":\"todo_list\","
                        + items.formatted(true)
                        + "{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":1233000,"
                        + "\"cached_input_tokens\":0,\"output_tokens\":656}}\n",
                streams.out());
    }

    @Test
    void aFailedTurnTellsTheErrorThenThePlanThenTheFailure() {
        show(
                new Event.ItemStarted(Fixtures.plan("", StepStatus.PENDING, StepStatus.PENDING)),
                new Event.Reconnecting(1, 5, "stream closed"),
                new Event.ItemCompleted(Fixtures.plan("", StepStatus.PENDING, StepStatus.PENDING)),
                Fixtures.failed("no \"quota\""));
        String plan = "{\"id\":\"item_0\",\"type\":\"todo_list\",\"items\":[{\"text\":\"one\",\"completed\":false},"
                + "{\"text\":\"two\",\"completed\":false}]}}\n";
        assertEquals(
                "{\"type\":\"item.started\",\"item\":" + plan
                        + "{\"type\":\"error\",\"message\":\"Reconnecting... 1/5 (stream closed)\"}\n"
                        + "{\"type\":\"error\",\"message\":\"no \\\"quota\\\"\"}\n"
                        + "{\"type\":\"item.completed\",\"item\":" + plan
                        + "{\"type\":\"turn.failed\",\"error\":{\"message\":\"no \\\"quota\\\"\"}}\n",
                streams.out());
    }

    @Test
    void aStoppedTurnTellsNothingMore() {
        show(Fixtures.commandStarted("c", "true"), new Event.TurnAborted("turn", Fixtures.USAGE), Fixtures.closed());
        assertEquals(1, streams.out().lines().count());
        assertEquals("", streams.err());
    }

    @Test
    void remoteCallsTellResultOrError() {
        JsonObject content = JsonObject.of(Map.of("type", "text", "text", "yo"));
        show(
                new Event.ItemStarted(Fixtures.remoteCall(Optional.empty(), Optional.empty(), Status.IN_PROGRESS)),
                new Event.ItemCompleted(Fixtures.remoteCall(
                        Optional.of(JsonObject.of(Map.of("content", List.of(content)))),
                        Optional.empty(),
                        Status.COMPLETED)),
                new Event.ItemCompleted(Fixtures.remoteCall(Optional.empty(), Optional.of("refused"), Status.FAILED)));
        List<String> lines = streams.out().lines().toList();
        assertEquals(
                "{\"type\":\"item.started\",\"item\":{\"id\":\"item_0\",\"type\":\"mcp_tool_call\",\"server\":\"tiny\","
                        + "\"tool\":\"echo\",\"arguments\":{\"text\":\"yo\"},\"result\":null,\"error\":null,"
                        + "\"status\":\"in_progress\"}}",
                lines.get(0));
        JsonObject done = Json.CODEC.parse(lines.get(1)).object("item");
        assertEquals(List.of(content), done.object("result").objects("content"));
        assertEquals(
                List.of("content", "structured_content"),
                List.copyOf(done.object("result").asMap().keySet()));
        JsonObject refused = Json.CODEC.parse(lines.get(2)).object("item");
        assertEquals("refused", refused.object("error").string("message"));
        assertEquals("failed", refused.string("status"));
    }

    private static String search(int number) {
        return "{\"type\":\"item.completed\",\"item\":{\"id\":\"item_" + number
                + "\",\"type\":\"web_search\",\"id\":\"ws_1\",";
    }

    @Test
    void searchesOfOtherKindsAreTold() {
        JsonObject several = JsonObject.builder()
                .put("type", "search")
                .put("queries", List.of("q", "r"))
                .build();
        JsonObject find = JsonObject.builder()
                .put("type", "find_in_page")
                .put("url", "http://u/")
                .put("pattern", "p")
                .build();
        show(
                new Event.ItemCompleted(Fixtures.search(several)),
                new Event.ItemCompleted(Fixtures.search(find)),
                new Event.ItemCompleted(Fixtures.search(JsonObject.of(Map.of("type", List.of(1), "query", 3)))));
        List<String> lines = streams.out().lines().toList();
        assertEquals(
                search(0) + "\"query\":\"q ...\",\"action\":{\"type\":\"search\",\"queries\":[\"q\",\"r\"]}}}",
                lines.get(0));
        assertEquals(search(1) + "\"query\":\"'p' in http://u/\",\"action\":{\"type\":\"other\"}}}", lines.get(1));
        assertEquals(search(2) + "\"query\":\"\",\"action\":{\"type\":\"other\"}}}", lines.get(2));
    }

    @Test
    void whatIsNotForProgramsIsPassedOver() {
        show(
                new Event.MessageDelta("m", "x"),
                new Event.ReasoningDelta("r", "x"),
                new Event.CommandOutput("c", "x"),
                new Event.TokensUsed(Fixtures.USAGE, Fixtures.USAGE, OptionalLong.empty()),
                new Event.RateLimitsUpdated(new RateLimits(Optional.empty(), Optional.empty())),
                new Event.ItemCompleted(new ThreadItem.Reasoning("r", List.of(), List.of("raw"))),
                new Event.ItemUpdated(Fixtures.command("c", "x", "y", OptionalInt.empty(), Status.IN_PROGRESS)),
                Fixtures.closed());
        assertEquals("", streams.out());
        show(Fixtures.message("m", "x"));
        assertEquals("item_0", Json.CODEC.parse(streams.out()).object("item").string("id"));
    }

    @Test
    void hostileTextStaysInsideItsLine() {
        String hostile = "a\"}\n{\"type\":\"turn.completed\"}\r\u0000\u001b[2J\u2028\ud83d \ud83d\ude00\\";
        show(Fixtures.message("m", hostile), Fixtures.commandStarted("\"},{", hostile));
        List<String> lines = streams.out().lines().toList();
        assertEquals(2, lines.size());
        assertEquals(
                hostile.replace("\ud83d ", "? "),
                Json.CODEC.parse(lines.get(0)).object("item").string("text"));
        assertEquals("item_1", Json.CODEC.parse(lines.get(1)).object("item").string("id"));
    }

    @Test
    void notesForPeopleGoToStandardError() {
        renderer.warn("w");
        renderer.fail("f");
        renderer.interrupted();
        assertEquals("warning: w\nERROR: f\n", streams.err());
        assertEquals("", streams.out());
    }

    private void show(Event... events) {
        for (Event event : events) {
            renderer.show(event);
        }
    }
}
