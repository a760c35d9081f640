package io.codex4j.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.api.model.ContentPart;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.ModelItem.Role;
import io.codex4j.api.model.ModelRequest;
import io.codex4j.api.model.ReasoningSettings;
import io.codex4j.api.tool.ToolSpec;
import io.codex4j.protocol.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each expected text is what the Codex CLI 0.117 sent, with its prompts and descriptions shortened. */
class ResponsesRequestTest {
    private static final JsonObject SCHEMA = Json.CODEC.parse(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],\"additionalProperties\":false}");

    @Test
    void asksAModelThatReasons() {
        ModelRequest request = ModelRequest.builder("gpt-5.4", "01a2")
                .instructions("be good")
                .input(List.of(ModelItem.Message.of(Role.DEVELOPER, "rules"), ModelItem.Message.of(Role.USER, "hi")))
                .parallelToolCalls(true)
                .reasoning(Optional.of(new ReasoningSettings(Optional.of("medium"), Optional.empty())))
                .verbosity(Optional.of("low"))
                .build();
        assertEquals("""
                {"model":"gpt-5.4","instructions":"be good","input":[\
                {"type":"message","role":"developer","content":[{"type":"input_text","text":"rules"}]},\
                {"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}],\
                "tools":[],"tool_choice":"auto","parallel_tool_calls":true,"reasoning":{"effort":"medium"},\
                "store":false,"stream":true,"include":["reasoning.encrypted_content"],"prompt_cache_key":"01a2",\
                "text":{"verbosity":"low"}}""", write(request));
    }

    @Test
    void asksAModelThatNobodyKnows() {
        assertEquals("""
                {"model":"nosuch","instructions":"","input":[],"tools":[],"tool_choice":"auto",\
                "parallel_tool_calls":false,"reasoning":null,"store":false,"stream":true,"include":[],\
                "prompt_cache_key":"t"}""", write(ModelRequest.builder("nosuch", "t").build()));
    }

    @Test
    void sendsEverythingThatCanBeSet() {
        ModelRequest request = ModelRequest.builder("gpt-5.4", "t")
                .reasoning(Optional.of(new ReasoningSettings(Optional.of("high"), Optional.of("detailed"))))
                .verbosity(Optional.of("high"))
                .serviceTier(Optional.of("priority"))
                .outputSchema(Optional.of(SCHEMA))
                .build();
        String written = write(request);
        assertTrue(written.endsWith("""
                        "reasoning":{"effort":"high","summary":"detailed"},"store":false,"stream":true,\
                        "include":["reasoning.encrypted_content"],"service_tier":"priority","prompt_cache_key":"t",\
                        "text":{"verbosity":"high","format":{"type":"json_schema","strict":true,"schema":{"type":"object",\
                        "properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false},\
                        "name":"codex_output_schema"}}}"""), written);
    }

    @Test
    void aSchemaNeedsNoVerbosity() {
        String written = write(
                ModelRequest.builder("x", "t").outputSchema(Optional.of(SCHEMA)).build());
        assertTrue(written.contains("\"text\":{\"format\":{\"type\":\"json_schema\",\"strict\":true,"), written);
    }

    @Test
    void describesEachKindOfTool() {
        ModelRequest request = ModelRequest.builder("x", "t")
                .tools(List.of(
                        new ToolSpec.Function("f", "does", SCHEMA),
                        new ToolSpec.Freeform("apply_patch", "patches", "lark", "start: x"),
                        new ToolSpec.Hosted(
                                "web_search",
                                JsonObject.builder()
                                        .put("external_web_access", false)
                                        .build())))
                .build();
        String written = write(request);
        String expected = """
                "tools":[{"type":"function","name":"f","description":"does","strict":false,"parameters":{"type":"object",\
                "properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}},\
                {"type":"custom","name":"apply_patch","description":"patches",\
                "format":{"type":"grammar","syntax":"lark","definition":"start: x"}},\
                {"type":"web_search","external_web_access":false}],""";
        assertTrue(written.contains(expected), written);
    }

    @Test
    void sendsPictures() {
        ModelItem message = new ModelItem.Message(
                Role.USER,
                List.of(new ContentPart.Text("<image>"), new ContentPart.Image("data:image/png;base64,AA==")),
                "",
                JsonObject.empty());
        String written =
                write(ModelRequest.builder("x", "t").input(List.of(message)).build());
        assertTrue(
                written.contains("[{\"type\":\"input_text\",\"text\":\"<image>\"},"
                        + "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AA==\"}]"),
                written);
    }

    private static String write(ModelRequest request) {
        return Json.CODEC.write(ResponsesRequest.toJson(request));
    }
}
