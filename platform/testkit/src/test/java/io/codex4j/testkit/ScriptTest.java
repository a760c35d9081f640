package io.codex4j.testkit;

import static io.codex4j.testkit.Script.customCall;
import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.httpError;
import static io.codex4j.testkit.Script.localShellCall;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.raw;
import static io.codex4j.testkit.Script.reasoning;
import static io.codex4j.testkit.Script.turn;
import static io.codex4j.testkit.Script.webSearch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.codex4j.protocol.Json;
import io.codex4j.scripted.ScenarioTurn.End;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptTest {
    @Test
    void itemsAreWrittenAsTheFileFormatHasThem() {
        assertJson(
                "{\"type\":\"message\",\"text\":\"Hi\",\"phase\":\"commentary\"}",
                message("Hi").with("phase", "commentary"));
        assertJson("{\"type\":\"reasoning\",\"summary\":[\"a\",\"b\"]}", reasoning("a", "b"));
        assertJson(
                "{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":{\"n\":1}}",
                functionCall("f", Map.of("n", 1)));
        assertJson("{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"{\"}", functionCall("f", "{"));
        assertJson("{\"type\":\"custom_tool_call\",\"name\":\"p\",\"input\":\"text\"}", customCall("p", "text"));
        assertJson("{\"type\":\"local_shell_call\",\"command\":[\"ls\",\"-l\"]}", localShellCall("ls", "-l"));
        assertJson("{\"type\":\"web_search_call\",\"query\":\"q\"}", webSearch("q"));
    }

    @Test
    void turnsAreWrittenAsTheFileFormatHasThem() {
        assertJson("{\"items\":[],\"end\":\"disconnect\",\"after_events\":3}", turn().end(End.DISCONNECT, 3));
        assertJson(
                "{\"items\":[],\"end\":\"failed\",\"error\":{\"code\":\"c\",\"message\":\"m\"}}",
                turn().failure("c", "m"));
        assertJson(
                "{\"http\":{\"status\":400,\"headers\":{},\"body\":{\"error\":{\"message\":\"no\"}}}}",
                httpError(400, "no"));
        assertJson("{\"raw\":{\"text\":\"x\"}}", raw("x"));
    }

    @Test
    void aWholeScenarioIsRead() {
        Script script = Script.of(turn(message("one")), turn()).with("after", "loop");

        assertEquals(2, script.scenario().turns().size());
        assertEquals(script.json(), script.scenario().json());
    }

    @Test
    void onlyAnEndThatCutsHasAPlace() {
        assertThrows(IllegalArgumentException.class, () -> turn().end(End.COMPLETED, 1));
    }

    private static void assertJson(String json, Script.Item item) {
        assertEquals(json, Json.CODEC.write(item.json()));
    }

    private static void assertJson(String json, Script.Turn turn) {
        assertEquals(json, Json.CODEC.write(turn.json()));
    }
}
