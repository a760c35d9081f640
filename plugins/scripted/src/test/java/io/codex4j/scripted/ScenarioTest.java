package io.codex4j.scripted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.PluginException;
import io.codex4j.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {
    @TempDir
    Path folder;

    @Test
    void anEmptyObjectIsAScenarioOfNoTurns() {
        Scenario scenario = Scenario.of(Json.CODEC.parse("{}"));

        assertEquals(Scenario.Select.SEQUENCE, scenario.select());
        assertEquals(Scenario.After.ANSWER, scenario.after());
        assertTrue(scenario.turns().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"select\": \"random\"} | `select` is \"random\", expected one of sequence, session, outputs",
                "{\"after\": 3} | invalid type for `after`",
                "{\"turns\": {}} | invalid type for `turns`",
                "{\"turns\": [1]} | invalid type for `turns`",
                "{\"turns\": [{}, {\"end\": \"explode\"}]} | turns[1]: `end` is \"explode\"",
                "{\"turns\": [{\"items\": [{}, {\"type\": \"function_call\"}]}]} | turns[0]: items[1]: missing field"
                        + " `name`",
                "{\"turns\": [{\"items\": [{\"type\": \"raw\"}]}]} | turns[0]: items[0]: missing field `item`",
                "{\"turns\": [{\"delay_ms\": -1}]} | turns[0]: `delay_ms` is -1.0, out of range",
                "{\"turns\": [{\"http\": {\"status\": \"x\"}}]} | turns[0]: invalid type for `status`",
                "[] | expected a JSON object",
                "{\"turns\": [ | at line 1",
            })
    void anErrorSaysWhichFileAndWhatIsWrong(String text, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("s.json"), text);

        PluginException error = assertThrows(PluginException.class, () -> Scenario.read(file, Json.CODEC));

        assertEquals(ErrorCode.INVALID_CONFIG, error.code());
        assertTrue(error.toString().contains(": scenario " + file + ": "), error.getMessage());
        assertTrue(error.toString().contains(problem), error.getMessage());
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("nowhere.json");

        PluginException error = assertThrows(PluginException.class, () -> Scenario.read(file, Json.CODEC));

        assertEquals("scenario " + file + ": there is no such file", error.getMessage());
    }

    @Test
    void aFolderIsNoScenario() {
        PluginException error = assertThrows(PluginException.class, () -> Scenario.read(folder, Json.CODEC));

        assertTrue(error.toString().contains("it cannot be read"), error.getMessage());
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Path file = Files.write(folder.resolve("s.json"), new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});

        PluginException error = assertThrows(PluginException.class, () -> Scenario.read(file, Json.CODEC));

        assertEquals("scenario " + file + ": it is not UTF-8 text", error.getMessage());
    }

    @Test
    void keysThatAreNotKnownAreKept() {
        Scenario scenario =
                Scenario.of(Json.CODEC.parse("{\"ollama\": {\"version\": \"1\"}, \"turns\": [{\"x\": 1}]}"));

        assertEquals("1", scenario.json().object("ollama").string("version"));
        assertEquals(1, scenario.turns().size());
    }
}
