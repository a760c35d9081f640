package io.codex4j.toolkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelEvent;
import io.codex4j.protocol.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventScannerTest {
    private static final String HEAD = "{\"type\": \"response.output_text.delta\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", \"sequence_number\": 4, \"item_id\": \"msg_1\", \"output_index\": 0, \"delta\": \"hello\"}",
                ",\"item_id\":\"msg_1\",\"delta\":\"a\\n\\\"b\\\"\\\\ \\t\\/\",\"logprobs\":[],\"obfuscation\":\"x\\u00e9\"} ",
                ", \"delta\" : \"äöü 😀 漢字\" , \"item_id\" : \"ü\" }",
                ",\"delta\":\"\"}",
                ",\"delta\":\"first\",\"delta\":\"second\"}"
            })
    void readsPlainPiecesOfTextByItself(String rest) {
        ModelEvent.TextDelta delta = scan(bytes(HEAD + rest));
        assertEquals(parse(bytes(HEAD + rest)), Optional.ofNullable(delta));
        assertTrue(delta != null, "left to the parser");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "}",
                ",\"delta\":\"\\u00e9\"}",
                ",\"delta\":\"a\\q\"}",
                ",\"delta\":\"cut",
                ",\"delta\":\"cut\\",
                ",\"delta\":\"a\"",
                ",\"delta\":\"a\"}}",
                ",\"delta\":\"a\"} x",
                ",\"delta\":\"a\",}",
                ",\"delta\":\"tab\tin it\"}",
                ",\"delta\":null}",
                ",\"delta\":7}",
                ",\"delta\":\"a\",\"n\":007}",
                ",\"delta\":\"a\",\"n\":-1}",
                ",\"delta\":\"a\",\"n\":1.5}",
                ",\"delta\":\"a\",\"part\":{\"delta\":\"b\"}}",
                ",\"delta\":\"a\",\"logprobs\":[1]}",
                ",\"del\\u0074a\":\"a\"}",
                ",\"delta\":\"a\",\"type\":\"response.completed\"}",
                " \"delta\":\"a\"}",
                ",delta:\"a\"}"
            })
    void leavesEverythingElseToTheParser(String rest) {
        assertNull(scan(bytes(HEAD + rest)));
    }

    /** The proof that the short cut is never different: every text one byte away from a good one. */
    @Test
    void neverSaysAnythingElseThanTheParser() {
        byte[] good = bytes(
                "{\"type\":\"response.output_text.delta\",\"n\":10,\"item_id\":\"i\",\"delta\":\"é\\n\",\"l\":[]}");
        byte[] odd = bytes("\"\\{}[]:,0a-. \t\n\r\0");
        int taken = 0;
        for (int at = 0; at < good.length; at++) {
            for (int index = 0; index < odd.length + 2; index++) {
                byte[] text = good.clone();
                text[at] = index < odd.length ? odd[index] : (byte) (index == odd.length ? 0xC3 : 0x80);
                ModelEvent.TextDelta delta = scan(text);
                if (delta != null) {
                    taken++;
                    assertEquals(parse(text), Optional.of(delta), () -> new String(text, UTF_8));
                }
            }
        }
        assertTrue(taken > 100, "the short cut was taken " + taken + " times only");
    }

    @Test
    void tellsTheType() {
        EventScanner scanner = new EventScanner();
        byte[] text = bytes("xx{ \"type\" : \"response.done\", \"a\": {");
        scanner.reset(text, 2, text.length);
        assertTrue(scanner.takeType());
        assertEquals("response.done", scanner.type());
        assertTrue(scanner.typeIs("response.done"));
        assertFalse(scanner.typeIs("response.dono"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[DONE]", "{\"a\":\"type\"}", "{\"type\":1}", "{\"type\":\"a\\u0062\"}", "{\"type\":\"a"
            })
    void tellsNoTypeWhereThereIsNone(String text) {
        EventScanner scanner = new EventScanner();
        scanner.reset(bytes(text), 0, bytes(text).length);
        assertFalse(scanner.takeType());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static ModelEvent.@Nullable TextDelta scan(byte[] text) {
        EventScanner scanner = new EventScanner();
        scanner.reset(text, 0, text.length);
        return scanner.takeType() && scanner.typeIs(ResponsesEvents.TEXT_DELTA) ? scanner.textDelta() : null;
    }

    private static Optional<ModelEvent> parse(byte[] text) {
        try {
            JsonObject event = Json.CODEC.parse(new String(text, UTF_8));
            return new ResponsesEvents().read(event).stream().findFirst();
        } catch (PluginException e) {
            return Optional.empty();
        }
    }
}
