package io.codex4j.api.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelItem.CallKind;
import io.codex4j.api.model.ModelItem.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelItemTest {
    static Stream<ModelItem> items() {
        return Stream.of(
                ModelItem.Message.of(Role.USER, "hi"),
                new ModelItem.Message(
                        Role.ASSISTANT,
                        List.of(new ContentPart.Text("a"), new ContentPart.Text("b")),
                        "",
                        JsonObject.of(Map.of("phase", "commentary"))),
                new ModelItem.Message(
                        Role.USER,
                        List.of(new ContentPart.Image("data:image/png;base64,AA==")),
                        "",
                        JsonObject.empty()),
                new ModelItem.Reasoning(List.of("s1", "s2"), List.of("raw"), "ENC==", ""),
                new ModelItem.Reasoning(List.of(), List.of(), "", ""),
                new ModelItem.ToolInvocation(CallKind.FUNCTION, "c1", "shell", "{not json", "", JsonObject.empty()),
                new ModelItem.ToolInvocation(
                        CallKind.FREEFORM,
                        "c2",
                        "apply_patch",
                        "*** Begin",
                        "",
                        JsonObject.of(Map.of("status", "completed"))),
                ModelItem.ToolOutput.of(CallKind.FUNCTION, "c1", "out"),
                new ModelItem.ToolOutput(
                        CallKind.FREEFORM, "c2", List.of(new ContentPart.Image("data:image/png;base64,AA=="))),
                new ModelItem.WebSearch(JsonObject.of(Map.of("type", "search", "query", "java")), "completed", ""),
                new ModelItem.Other(JsonObject.of(Map.of("type", "image_generation_call", "result", "x"))));
    }

    @ParameterizedTest
    @MethodSource("items")
    void is_the_same_after_a_round_trip(ModelItem item) {
        assertEquals(item, ModelItem.fromJson(item.toJson()));
    }

    @Test
    void the_id_of_the_server_is_read_and_not_sent_back() {
        JsonObject json = JsonObject.of(Map.of("type", "function_call", "id", "it_1", "call_id", "c", "name", "n"));
        ModelItem.ToolInvocation call = assertInstanceOf(ModelItem.ToolInvocation.class, ModelItem.fromJson(json));
        assertEquals("it_1", call.id());
        assertEquals(false, call.toJson().has("id"));
    }

    @Test
    void what_a_kind_needs_is_demanded() {
        assertThrows(PluginException.class, () -> ModelItem.fromJson(JsonObject.empty()));
        assertThrows(PluginException.class, () -> ModelItem.fromJson(JsonObject.of(Map.of("type", "function_call"))));
        assertThrows(
                PluginException.class,
                () -> ModelItem.fromJson(JsonObject.of(Map.of("type", "message", "role", "emperor"))));
    }
}
