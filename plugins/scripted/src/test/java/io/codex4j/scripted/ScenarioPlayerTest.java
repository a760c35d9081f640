package io.codex4j.scripted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.protocol.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScenarioPlayerTest {
    private static final String TWO_TURNS =
            "\"turns\": [" + turn("first {{turn}}") + "," + turn("second {{turn}}") + "]";

    @Test
    void aSequenceCountsAllRequests() {
        ScenarioPlayer player = player("{" + TWO_TURNS + "}");

        assertEquals(List.of("first 0", "second 1", "(scenario exhausted)"), texts(player, "{}", "{}", "{}"));
    }

    @Test
    void sessionsCountEachForThemselves() {
        ScenarioPlayer player = player("{\"select\": \"session\"," + TWO_TURNS + "}");
        String one = "{\"prompt_cache_key\": \"one\"}";
        String two = "{\"prompt_cache_key\": \"two\"}";

        assertEquals(List.of("first 0", "first 0", "second 1", "second 1"), texts(player, one, two, one, two));
    }

    @Test
    void aSessionHeaderWinsOverTheBody() {
        ScenarioPlayer player = player("{\"select\": \"session\"," + TWO_TURNS + "}");
        JsonObject body = Json.CODEC.parse("{\"prompt_cache_key\": \"one\"}");

        player.answer(body, Map.of("session_id", "a"));

        assertEquals(0, player.answer(body, Map.of()).number());
        assertEquals(1, player.answer(body, Map.of("session_id", "a")).number());
    }

    @Test
    void outputsAreCountedAfterTheLastMessageOfTheUser() {
        ScenarioPlayer player = player("{\"select\": \"outputs\"," + TWO_TURNS + "}");
        String asked = "{\"type\": \"message\", \"role\": \"user\"}";
        String output = "{\"type\": \"function_call_output\"}";

        assertEquals(
                List.of("first 0", "second 1", "first 0", "first 0"),
                texts(
                        player,
                        "{\"input\": [" + asked + "]}",
                        "{\"input\": [" + asked + "," + output + "]}",
                        "{\"input\": [" + asked + "," + output + "," + asked + "]}",
                        "{\"input\": \"text\"}"));
        assertEquals(
                1,
                player.answer(Json.CODEC.parse("{\"messages\": [{\"role\": \"tool\"}, 1]}"), Map.of())
                        .number());
    }

    @Test
    void theLastTurnMayBeRepeated() {
        ScenarioPlayer player = player("{\"after\": \"repeat\"," + TWO_TURNS + "}");

        assertEquals(List.of("first 0", "second 1", "second 2"), texts(player, "{}", "{}", "{}"));
    }

    @Test
    void theTurnsMayStartAnew() {
        ScenarioPlayer player = player("{\"after\": \"loop\"," + TWO_TURNS + "}");

        assertEquals(List.of("first 0", "second 1", "first 0"), texts(player, "{}", "{}", "{}"));
    }

    @Test
    void theEndMayBeAnError() {
        ScenarioPlayer player = player("{\"after\": \"error\"}");

        assertEquals(
                500,
                player.answer(JsonObject.empty(), Map.of()).http().orElseThrow().status());
    }

    @Test
    void aLoopOverNothingAnswers() {
        assertEquals(List.of("(scenario exhausted)"), texts(player("{\"after\": \"loop\"}"), "{}"));
    }

    private static String turn(String text) {
        return "{\"items\": [{\"type\": \"message\", \"text\": \"" + text + "\"}]}";
    }

    private static ScenarioPlayer player(String scenario) {
        return new ScenarioPlayer(Scenario.of(Json.CODEC.parse(scenario)), Json.CODEC, Map.of());
    }

    private static List<String> texts(ScenarioPlayer player, String... bodies) {
        List<String> texts = new ArrayList<>();
        for (String body : bodies) {
            Iterator<JsonObject> events =
                    player.answer(Json.CODEC.parse(body), Map.of()).events();
            while (events.hasNext()) {
                JsonObject event = events.next();
                if (event.string("type").equals("response.output_text.done")) {
                    texts.add(event.string("text"));
                }
            }
        }
        assertTrue(texts.size() == bodies.length, "one text an answer");
        return texts;
    }
}
