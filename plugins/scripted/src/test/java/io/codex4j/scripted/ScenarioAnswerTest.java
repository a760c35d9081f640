package io.codex4j.scripted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioAnswerTest {
    private static final JsonObject REQUEST = Json.CODEC.parse(
            "{\"model\": \"m1\", \"input\": [{\"role\": \"user\", \"content\": [{\"text\": \"session ID 7, session ID"
                    + " 42\"}]}]}");

    @TempDir
    Path folder;

    @Test
    void aMessageIsSpelledOutAsTheServerDoes() {
        List<String> lines =
                lines("{\"items\": [{\"type\": \"message\", \"text\": \"Hello, you\", \"phase\": \"final_answer\"}]}");

        String at = "\"item_id\":\"msg_0_0\",\"output_index\":0,\"content_index\":0";
        String item =
                "{\"type\":\"message\",\"id\":\"msg_0_0\",\"role\":\"assistant\",\"status\":\"in_progress\",\"content\":[],"
                        + "\"phase\":\"final_answer\"}";
        String part = "{\"type\":\"output_text\",\"text\":\"Hello, you\",\"annotations\":[]}";
        String done = item.replace("in_progress", "completed").replace("[]", "[" + part + "]");
        String response = "{\"id\":\"resp_mock_0\",\"object\":\"response\",\"created_at\":0,\"model\":\"m1\",";
        String begun = response + "\"status\":\"in_progress\",\"output\":[]}";
        assertEquals(
                List.of(
                        "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":" + begun + "}",
                        "{\"type\":\"response.in_progress\",\"sequence_number\":1,\"response\":" + begun + "}",
                        "{\"type\":\"response.output_item.added\",\"sequence_number\":2,\"output_index\":0,\"item\":"
                                + item + "}",
                        "{\"type\":\"response.content_part.added\",\"sequence_number\":3," + at
                                + ",\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}}",
                        "{\"type\":\"response.output_text.delta\",\"sequence_number\":4," + at
                                + ",\"delta\":\"Hello, y\"}",
                        "{\"type\":\"response.output_text.delta\",\"sequence_number\":5," + at + ",\"delta\":\"ou\"}",
                        "{\"type\":\"response.output_text.done\",\"sequence_number\":6," + at
                                + ",\"text\":\"Hello, you\"}",
                        "{\"type\":\"response.content_part.done\",\"sequence_number\":7," + at + ",\"part\":" + part
                                + "}",
                        "{\"type\":\"response.output_item.done\",\"sequence_number\":8,\"output_index\":0,\"item\":"
                                + done + "}",
                        "{\"type\":\"response.completed\",\"sequence_number\":9,\"response\":" + response
                                + "\"status\":\"completed\",\"output\":[" + done
                                + "],\"usage\":{\"input_tokens\":100,\"input_tokens_details\":{\"cached_tokens\":0},"
                                + "\"output_tokens\":10,\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":110}}}"),
                lines);
    }

    @Test
    void reasoningHasSummariesAndContent() {
        List<JsonObject> events =
                events("{\"items\": [{\"type\": \"reasoning\", \"summary\": [\"one\", \"two\"], \"content\": [\"raw\"],"
                        + " \"encrypted\": \"E\"}]}");

        assertEquals(
                List.of(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.reasoning_summary_part.added",
                        "response.reasoning_summary_text.delta",
                        "response.reasoning_summary_text.done",
                        "response.reasoning_summary_part.done",
                        "response.reasoning_summary_part.added",
                        "response.reasoning_summary_text.delta",
                        "response.reasoning_summary_text.done",
                        "response.reasoning_summary_part.done",
                        "response.reasoning_text.delta",
                        "response.reasoning_text.done",
                        "response.output_item.done",
                        "response.completed"),
                types(events));
        JsonObject item = item(events);
        assertEquals("rs_0_0", item.string("id"));
        assertEquals("E", item.string("encrypted_content"));
        assertEquals("two", item.objects("summary").get(1).string("text"));
        assertEquals("raw", item.objects("content").getFirst().string("text"));
    }

    @Test
    void aFunctionCallCarriesItsArgumentsAsText() {
        JsonObject item =
                item(events("{\"items\": [{\"type\": \"function_call\", \"name\": \"f\", \"arguments\": {\"a\": [1,"
                        + " null]}, \"namespace\": \"n\"}]}"));

        assertEquals("{\"a\":[1,null]}", item.string("arguments"));
        assertEquals("call_0_0", item.string("call_id"));
        assertEquals("n", item.string("namespace"));
        assertEquals(
                "{not json",
                item(events("{\"items\": [{\"type\": \"function_call\", \"name\": \"f\", \"arguments\": \"{not"
                                + " json\"}]}"))
                        .string("arguments"));
    }

    @Test
    void aCustomToolCallMayTakeItsInputFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("patch"), "*** Begin Patch\n*** End Patch\n");
        JsonObject call = JsonObject.of(Map.of(
                "items",
                List.of(Map.of(
                        "type",
                        "custom_tool_call",
                        "name",
                        "apply_patch",
                        "input_file",
                        file.toString(),
                        "call_id",
                        "c9"))));

        JsonObject item = item(events(Json.CODEC.write(call)));

        assertEquals("*** Begin Patch\n*** End Patch\n", item.string("input"));
        assertEquals("c9", item.string("call_id"));
    }

    @Test
    void aMissingInputFileIsReportedWhenItIsNeeded() {
        Iterator<JsonObject> events = answer(
                        "{\"items\": [{\"type\": \"custom_tool_call\", \"name\": \"x\", \"input_file\":"
                                + " \"no/such/file\"}]}")
                .events();
        events.next();
        events.next();

        PluginException error = assertThrows(PluginException.class, events::next);

        assertTrue(error.toString().contains("no/such/file"), error.getMessage());
    }

    @Test
    void shellAndSearchCallsHaveActions() {
        JsonObject shell =
                item(events("{\"items\": [{\"type\": \"local_shell_call\", \"command\": [\"ls\"], \"timeout_ms\": 5,"
                        + " \"workdir\": \"/x\"}]}"));
        assertEquals(
                "{\"type\":\"exec\",\"command\":[\"ls\"],\"timeout_ms\":5,\"working_directory\":\"/x\"}",
                Json.CODEC.write(shell.object("action")));

        List<JsonObject> search = events("{\"items\": [{\"type\": \"web_search_call\", \"query\": \"java\"}]}");
        assertEquals(
                "{\"type\":\"search\",\"query\":\"java\"}",
                Json.CODEC.write(item(search).object("action")));
        assertTrue(types(search).contains("response.web_search_call.searching"));
    }

    @Test
    void otherItemsAreSentAsTheyStand() {
        assertEquals(
                "{\"id\":\"it_0_0\",\"type\":\"novel\",\"x\":1}",
                Json.CODEC.write(item(events("{\"items\": [{\"type\": \"novel\", \"x\": 1}]}"))));
        assertEquals(
                "{\"y\":2}",
                Json.CODEC.write(item(events("{\"items\": [{\"type\": \"raw\", \"item\": {\"y\": 2}}]}"))));
    }

    @Test
    void rawEventsFollowTheItemsWithoutANumber() {
        List<JsonObject> events =
                events("{\"no_created\": true, \"events\": [{\"type\": \"odd\", \"t\": \"{{turn}}\"}]}");

        assertEquals("{\"type\":\"odd\",\"t\":\"0\"}", Json.CODEC.write(events.getFirst()));
        assertEquals(0, events.get(1).integer("sequence_number"));
        assertEquals(List.of("odd", "response.completed"), types(events));
    }

    @Test
    void eachEndHasItsLastEvent() {
        JsonObject failed = events("{\"end\": \"failed\", \"error\": {\"code\": \"c\", \"message\": \"m\"}}")
                .getLast();
        assertEquals("c", failed.object("response").object("error").string("code"));
        JsonObject incomplete =
                events("{\"end\": \"incomplete\", \"reason\": \"r\"}").getLast();
        assertEquals(
                "r", incomplete.object("response").object("incomplete_details").string("reason"));
        for (String end : List.of("none", "disconnect", "reset", "stall")) {
            assertEquals(
                    List.of("response.created", "response.in_progress"),
                    types(events("{\"end\": \"" + end + "\"}")),
                    end);
        }
    }

    @Test
    void aCutComesAfterTheGivenEvents() {
        String message = "\"items\": [{\"type\": \"message\", \"text\": \"some long text\"}]";

        assertEquals(
                4,
                events("{" + message + ", \"end\": \"disconnect\", \"after_events\": 4}")
                        .size());
        assertEquals(
                1,
                events("{" + message + ", \"end\": \"stall\", \"after_events\": 0}")
                        .size());
        assertEquals(10, events("{" + message + ", \"after_events\": 4}").size());
    }

    @Test
    void templatesAreFilledInFromTheRequest() {
        JsonObject item =
                item(events("{\"items\": [{\"type\": \"function_call\", \"name\": \"f\", \"arguments\": {\"id\":"
                        + " \"{{capture:session ID (\\\\d+)}}\", \"text\": \"<{{capture:ID"
                        + " \\\\d}}|{{env:WHO}}|{{env:NOBODY}}|{{turn}}|{{other:x}}>\"}}]}"));

        assertEquals("{\"id\":42,\"text\":\"<ID 4|me||0|{{other:x}}>\"}", item.string("arguments"));
    }

    @Test
    void aBrokenPatternIsReported() {
        PluginException error = assertThrows(
                PluginException.class,
                () -> events("{\"items\": [{\"type\": \"message\", \"text\": \"{{capture:(}}\"}]}"));

        assertTrue(error.toString().contains("no regular expression"), error.getMessage());
    }

    @Test
    void aCapturedNumberIsATextWhereATextIsNeeded() {
        JsonObject item = item(events("{\"items\": [{\"type\": \"message\", \"text\": \"{{capture:ID (\\\\d+)}}\"}]}"));

        assertEquals("42", item.objects("content").getFirst().string("text"));
    }

    @Test
    void charactersAreNeverCutInHalves() {
        StringBuilder joined = new StringBuilder();
        for (JsonObject event :
                events("{\"items\": [{\"type\": \"message\", \"text\": \"a😀b😀😀\", \"chunk\": 1}]}")) {
            String delta = event.string("delta", "");
            assertTrue(delta.codePointCount(0, delta.length()) <= 1, delta);
            joined.append(delta);
        }
        assertEquals("a😀b😀😀", joined.toString());
    }

    @Test
    void aChunkOfNothingIsRefused() {
        assertThrows(
                PluginException.class,
                () -> events("{\"items\": [{\"type\": \"message\", \"text\": \"a\", \"chunk\": 0}]}"));
    }

    @Test
    void aLongTextIsCutOnlyWhenItIsAskedFor() {
        Iterator<JsonObject> events = answer(
                        "{\"items\": [{\"type\": \"message\", \"repeat\": {\"text\": \"abc\", \"bytes\": 20000000},"
                                + " \"chunk\": 1}]}")
                .events();
        for (int skipped = 0; skipped < 4; skipped++) {
            events.next();
        }
        // Were all twenty million events made at once, the heap of a test would not hold them.
        assertEquals("a", events.next().string("delta"));
        assertEquals("b", events.next().string("delta"));
    }

    @Test
    void aRepeatedTextHasTheGivenLength() {
        JsonObject item =
                item(events("{\"items\": [{\"type\": \"message\", \"repeat\": {\"text\": \"abc \", \"bytes\": 10},"
                        + " \"deltas\": false}]}"));

        assertEquals("abc abc ab", item.objects("content").getFirst().string("text"));
    }

    @Test
    void afterTheLastEventThereIsNone() {
        Iterator<JsonObject> events =
                answer("{\"end\": \"none\", \"no_created\": true}").events();

        assertFalse(events.hasNext());
        assertThrows(NoSuchElementException.class, events::next);
    }

    private static ScenarioAnswer answer(String turn) {
        Scenario scenario = Scenario.of(Json.CODEC.parse("{\"turns\": [" + turn + "]}"));
        return new ScenarioPlayer(scenario, Json.CODEC, Map.of("WHO", "me")).answer(REQUEST, Map.of());
    }

    private static List<JsonObject> events(String turn) {
        List<JsonObject> events = new ArrayList<>();
        answer(turn).events().forEachRemaining(events::add);
        return events;
    }

    private static List<String> lines(String turn) {
        return events(turn).stream()
                .map(event -> Json.CODEC.write(event).replaceAll("\"created_at\":\\d+", "\"created_at\":0"))
                .toList();
    }

    private static List<String> types(List<JsonObject> events) {
        return events.stream().map(event -> event.string("type")).toList();
    }

    private static JsonObject item(List<JsonObject> events) {
        return events.stream()
                .filter(event -> event.string("type").equals("response.output_item.done"))
                .findFirst()
                .orElseThrow()
                .object("item");
    }
}
