package io.codex4j.api.model;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelItem.CallKind;
import io.codex4j.api.model.ModelItem.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON form of conversation items. Source of the format: items of the Responses API, as seen on the wire. */
final class ModelItemJson {
    private static final Set<String> MESSAGE = Set.of("type", "id", "status", "role", "content");
    private static final Set<String> FUNCTION_CALL = Set.of("type", "id", "status", "call_id", "name", "arguments");
    private static final Set<String> CUSTOM_CALL = Set.of("type", "id", "call_id", "name", "input");

    private ModelItemJson() {}

    static JsonObject write(ModelItem item) {
        return switch (item) {
            case ModelItem.Message message ->
                JsonObject.builder()
                        .put("type", "message")
                        .put("role", message.role().name().toLowerCase(Locale.ROOT))
                        .put("content", parts(message.content(), message.role() == Role.ASSISTANT))
                        .putAll(message.extra())
                        .build();
            case ModelItem.Reasoning reasoning ->
                JsonObject.builder()
                        .put("type", "reasoning")
                        .put("summary", texts(reasoning.summary(), "summary_text"))
                        .put(
                                "content",
                                reasoning.content().isEmpty() ? null : texts(reasoning.content(), "reasoning_text"))
                        .put("encrypted_content", reasoning.encrypted().isEmpty() ? null : reasoning.encrypted())
                        .build();
            case ModelItem.ToolInvocation call -> call(call);
            case ModelItem.ToolOutput output ->
                JsonObject.builder()
                        .put(
                                "type",
                                output.kind() == CallKind.FUNCTION ? "function_call_output" : "custom_tool_call_output")
                        .put("call_id", output.callId())
                        .put("output", output(output.content()))
                        .build();
            case ModelItem.WebSearch search ->
                JsonObject.builder()
                        .put("type", "web_search_call")
                        .put("status", search.status())
                        .put("action", search.action())
                        .build();
            case ModelItem.Other other -> other.json();
        };
    }

    private static JsonObject call(ModelItem.ToolInvocation call) {
        JsonObject.Builder json = JsonObject.builder();
        if (call.kind() == CallKind.FUNCTION) {
            json.put("type", "function_call")
                    .put("name", call.name())
                    .put("arguments", call.input())
                    .put("call_id", call.callId())
                    .putAll(call.extra());
        } else {
            json.put("type", "custom_tool_call")
                    .putAll(call.extra())
                    .put("call_id", call.callId())
                    .put("name", call.name())
                    .put("input", call.input());
        }
        return json.build();
    }

    static ModelItem read(JsonObject json) {
        String type = json.string("type");
        String id = json.string("id", "");
        return switch (type) {
            case "message" ->
                new ModelItem.Message(role(json.string("role")), readParts(json), id, without(json, MESSAGE));
            case "reasoning" ->
                new ModelItem.Reasoning(
                        readTexts(json, "summary"),
                        readTexts(json, "content"),
                        json.string("encrypted_content", ""),
                        id);
            case "function_call" ->
                new ModelItem.ToolInvocation(
                        CallKind.FUNCTION,
                        json.string("call_id"),
                        json.string("name"),
                        json.string("arguments", ""),
                        id,
                        without(json, FUNCTION_CALL));
            case "custom_tool_call" ->
                new ModelItem.ToolInvocation(
                        CallKind.FREEFORM,
                        json.string("call_id"),
                        json.string("name"),
                        json.string("input", ""),
                        id,
                        without(json, CUSTOM_CALL));
            case "function_call_output" ->
                new ModelItem.ToolOutput(CallKind.FUNCTION, json.string("call_id"), readOutput(json));
            case "custom_tool_call_output" ->
                new ModelItem.ToolOutput(CallKind.FREEFORM, json.string("call_id"), readOutput(json));
            case "web_search_call" ->
                new ModelItem.WebSearch(
                        json.findObject("action").orElse(JsonObject.empty()), json.string("status", "completed"), id);
            default -> new ModelItem.Other(json);
        };
    }

    private static Role role(String name) {
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                return role;
            }
        }
        throw new PluginException(ErrorCode.INVALID_VALUE, "unknown role `" + name + "`");
    }

    private static @Nullable Object output(List<ContentPart> content) {
        if (content.size() == 1 && content.getFirst() instanceof ContentPart.Text text) {
            return text.text();
        }
        return parts(content, false);
    }

    private static List<ContentPart> readOutput(JsonObject json) {
        if (json.asMap().get("output") instanceof String text) {
            return List.of(new ContentPart.Text(text));
        }
        return readParts(json.objects("output"));
    }

    private static List<JsonObject> parts(List<ContentPart> content, boolean output) {
        List<JsonObject> parts = new ArrayList<>(content.size());
        for (ContentPart part : content) {
            JsonObject.Builder json = JsonObject.builder();
            switch (part) {
                case ContentPart.Text text ->
                    json.put("type", output ? "output_text" : "input_text").put("text", text.text());
                case ContentPart.Image image -> json.put("type", "input_image").put("image_url", image.url());
            }
            parts.add(json.build());
        }
        return parts;
    }

    private static List<ContentPart> readParts(JsonObject json) {
        return readParts(json.objects("content"));
    }

    private static List<ContentPart> readParts(List<JsonObject> objects) {
        List<ContentPart> parts = new ArrayList<>();
        for (JsonObject part : objects) {
            switch (part.string("type")) {
                case "input_text", "output_text", "text" -> parts.add(new ContentPart.Text(part.string("text")));
                case "refusal" -> parts.add(new ContentPart.Text(part.string("refusal")));
                case "input_image" -> parts.add(new ContentPart.Image(part.string("image_url")));
                default -> {
                    // A kind of content that is not known says nothing that we could show or send back.
                }
            }
        }
        return parts;
    }

    private static List<JsonObject> texts(List<String> texts, String type) {
        List<JsonObject> list = new ArrayList<>(texts.size());
        for (String text : texts) {
            list.add(JsonObject.builder().put("type", type).put("text", text).build());
        }
        return list;
    }

    private static List<String> readTexts(JsonObject json, String name) {
        List<String> texts = new ArrayList<>();
        for (JsonObject part : json.objects(name)) {
            texts.add(part.string("text"));
        }
        return texts;
    }

    private static JsonObject without(JsonObject json, Set<String> known) {
        JsonObject.Builder rest = JsonObject.builder();
        json.asMap().forEach((name, value) -> {
            if (!known.contains(name) && value != null) {
                rest.put(name, value);
            }
        });
        return rest.build();
    }
}
