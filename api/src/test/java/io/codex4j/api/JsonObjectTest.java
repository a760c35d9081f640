package io.codex4j.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    private final JsonObject object = JsonObject.of(Map.of(
            "text",
            "hello",
            "whole",
            3,
            "fraction",
            2.5,
            "yes",
            true,
            "words",
            List.of("a", "b"),
            "inner",
            Map.of("deep", 1)));

    @Test
    void gives_each_value_by_its_type() {
        assertEquals("hello", object.string("text"));
        assertEquals(3, object.integer("whole"));
        assertEquals(2.5, object.findNumber("fraction").orElseThrow());
        assertTrue(object.bool("yes", false));
        assertEquals(List.of("a", "b"), object.strings("words"));
        assertEquals(1, object.object("inner").integer("deep"));
    }

    @Test
    void says_which_member_is_missing_or_of_another_type() {
        assertMessage("missing field `nope`", () -> object.string("nope"));
        assertMessage("invalid type for `whole`: number `3`, expected a string", () -> object.string("whole"));
        assertMessage(
                "invalid type for `fraction`: number `2.5`, expected an integer", () -> object.integer("fraction"));
        assertMessage("invalid type for `text`: string \"hello\", expected a list", () -> object.strings("text"));
        assertMessage(
                "invalid type for `words`: string \"a\", expected a list with an object as each element",
                () -> object.objects("words"));
    }

    @Test
    void null_counts_as_absent() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("gone", null);
        JsonObject withNull = JsonObject.of(members);
        assertFalse(withNull.has("gone"));
        assertEquals(Optional.empty(), withNull.findString("gone"));
        assertTrue(withNull.asMap().containsKey("gone"));
    }

    @Test
    void cannot_be_changed_from_outside() {
        assertThrows(UnsupportedOperationException.class, () -> object.asMap().clear());
        JsonObject.Builder builder = JsonObject.builder().put("a", 1);
        JsonObject built = builder.build();
        builder.put("b", 2);
        assertFalse(built.has("b"));
    }

    @Test
    void refuses_what_json_does_not_have() {
        assertThrows(IllegalArgumentException.class, () -> JsonObject.builder().put("x", new Object()));
        assertThrows(
                IllegalArgumentException.class,
                () -> JsonObject.builder().put("x", Arrays.asList(1, new StringBuilder("no"))));
    }

    @Test
    void a_whole_number_may_be_written_with_a_point_and_a_huge_one_is_refused() {
        assertEquals(4, JsonObject.of(Map.of("n", 4.0)).integer("n"));
        assertThrows(
                PluginException.class, () -> JsonObject.of(Map.of("n", 1e300)).integer("n"));
        assertThrows(
                PluginException.class,
                () -> JsonObject.of(Map.of("n", Double.NaN)).integer("n"));
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable action) {
        PluginException error = assertThrows(PluginException.class, action);
        assertEquals(expected, error.getMessage());
        assertEquals(ErrorCode.INVALID_VALUE, error.code());
    }
}
