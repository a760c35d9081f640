package io.codex4j.scripted;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Spell out one output item as the events that a server streams for it. */
final class ItemEvents {
    private static final int MESSAGE_CHUNK = 8;
    private static final int REASONING_CHUNK = 16;
    private static final int ARGUMENTS_CHUNK = 64;
    private static final int INPUT_CHUNK = 256;

    private final int index;
    private final JsonObject spec;
    private final JsonCodec codec;
    private final EventQueue queue;
    private final String type;
    private final String id;
    private final String callId;

    ItemEvents(int turn, int index, JsonObject spec, JsonCodec codec, EventQueue queue) {
        this.index = index;
        this.spec = spec;
        this.codec = codec;
        this.queue = queue;
        this.type = spec.string("type", "");
        this.id = spec.findString("id").orElse(idPrefix(type) + turn + "_" + index);
        this.callId = spec.findString("call_id").orElse("call_" + turn + "_" + index);
    }

    /** Add the events to the queue, and return the finished item. */
    JsonObject add() {
        JsonObject done = switch (type) {
            case "message" -> addMessage();
            case "reasoning" -> addReasoning();
            case "function_call" -> addFunctionCall();
            case "custom_tool_call" -> addCustomToolCall();
            case "local_shell_call" -> addLocalShellCall();
            case "web_search_call" -> addWebSearchCall();
            case "raw" -> added(spec.object("item"));
            default -> added(JsonObject.builder().put("id", id).putAll(spec).build());
        };
        queue.add(itemEvent("response.output_item.done", done));
        return done;
    }

    private JsonObject addMessage() {
        String text = spec.findObject("repeat").map(ItemEvents::repeated).orElseGet(() -> text(spec, "text"));
        JsonObject begun = added(item("message")
                .put("role", "assistant")
                .put("status", "in_progress")
                .put("content", List.of())
                .putIfPresent("phase", spec.findString("phase"))
                .build());
        queue.add(part("response.content_part.added", outputText("")));
        if (spec.bool("deltas", true)) {
            queue.addPieces(
                    text,
                    Words.count(spec, "chunk", MESSAGE_CHUNK),
                    piece -> content("response.output_text.delta")
                            .put("delta", piece)
                            .build());
        }
        queue.add(content("response.output_text.done").put("text", text).build());
        JsonObject whole = outputText(text);
        queue.add(part("response.content_part.done", whole));
        return begun.toBuilder()
                .put("status", "completed")
                .put("content", List.of(whole))
                .build();
    }

    private JsonObject addReasoning() {
        JsonObject begun = added(item("reasoning").put("summary", List.of()).build());
        List<JsonObject> summary = new ArrayList<>();
        for (String text : spec.strings("summary")) {
            int part = summary.size();
            queue.add(summary("response.reasoning_summary_part.added", part)
                    .put("part", textPart("summary_text", ""))
                    .build());
            queue.addPieces(
                    text,
                    REASONING_CHUNK,
                    piece -> summary("response.reasoning_summary_text.delta", part)
                            .put("delta", piece)
                            .build());
            queue.add(summary("response.reasoning_summary_text.done", part)
                    .put("text", text)
                    .build());
            JsonObject whole = textPart("summary_text", text);
            queue.add(summary("response.reasoning_summary_part.done", part)
                    .put("part", whole)
                    .build());
            summary.add(whole);
        }
        List<JsonObject> content = new ArrayList<>();
        for (String text : spec.strings("content")) {
            int part = content.size();
            queue.addPieces(
                    text,
                    REASONING_CHUNK,
                    piece -> event("response.reasoning_text.delta")
                            .put("content_index", part)
                            .put("delta", piece)
                            .build());
            queue.add(event("response.reasoning_text.done")
                    .put("content_index", part)
                    .put("text", text)
                    .build());
            content.add(textPart("reasoning_text", text));
        }
        return begun.toBuilder()
                .put("summary", summary)
                .put("encrypted_content", spec.findString("encrypted").orElse(null))
                .putIfPresent("content", content.isEmpty() ? Optional.empty() : Optional.of(content))
                .build();
    }

    private JsonObject addFunctionCall() {
        String arguments = spec.asMap().get("arguments") instanceof JsonObject object
                ? codec.write(object)
                : spec.has("arguments") ? text(spec, "arguments") : "{}";
        JsonObject begun = added(item("function_call")
                .put("call_id", callId)
                .put("name", spec.string("name"))
                .put("arguments", "")
                .put("status", "in_progress")
                .putIfPresent("namespace", spec.findString("namespace"))
                .build());
        queue.addPieces(
                arguments,
                ARGUMENTS_CHUNK,
                piece -> event("response.function_call_arguments.delta")
                        .put("delta", piece)
                        .build());
        queue.add(event("response.function_call_arguments.done")
                .put("arguments", arguments)
                .build());
        return begun.toBuilder()
                .put("arguments", arguments)
                .put("status", "completed")
                .build();
    }

    private JsonObject addCustomToolCall() {
        String input = spec.findString("input_file").map(ItemEvents::fileText).orElseGet(() -> text(spec, "input"));
        JsonObject begun = added(item("custom_tool_call")
                .put("call_id", callId)
                .put("name", spec.string("name"))
                .put("input", "")
                .put("status", "in_progress")
                .build());
        queue.addPieces(
                input,
                Words.count(spec, "chunk", INPUT_CHUNK),
                piece -> event("response.custom_tool_call_input.delta")
                        .put("call_id", callId)
                        .put("delta", piece)
                        .build());
        queue.add(event("response.custom_tool_call_input.done")
                .put("input", input)
                .build());
        return begun.toBuilder().put("input", input).put("status", "completed").build();
    }

    private JsonObject addLocalShellCall() {
        JsonObject.Builder action = JsonObject.builder()
                .put("type", "exec")
                .put("command", spec.has("command") ? spec.asMap().get("command") : List.of("true"))
                .putIfPresent("timeout_ms", Optional.ofNullable(spec.asMap().get("timeout_ms")))
                .putIfPresent("working_directory", spec.findString("workdir"))
                .putIfPresent("env", spec.findObject("env"));
        JsonObject done = item("local_shell_call")
                .put("call_id", callId)
                .put("status", "completed")
                .put("action", action.build())
                .build();
        added(done.toBuilder().put("status", "in_progress").build());
        return done;
    }

    private JsonObject addWebSearchCall() {
        JsonObject begun =
                added(item("web_search_call").put("status", "in_progress").build());
        for (String step : List.of("in_progress", "searching", "completed")) {
            queue.add(event("response.web_search_call." + step).build());
        }
        JsonObject search = JsonObject.builder()
                .put("type", "search")
                .put("query", text(spec, "query"))
                .build();
        return begun.toBuilder()
                .put("status", "completed")
                .put("action", spec.findObject("action").orElse(search))
                .build();
    }

    private JsonObject added(JsonObject item) {
        queue.add(itemEvent("response.output_item.added", item));
        return item;
    }

    private JsonObject itemEvent(String name, JsonObject item) {
        return JsonObject.builder()
                .put("type", name)
                .put("output_index", index)
                .put("item", item)
                .build();
    }

    private JsonObject.Builder event(String name) {
        return JsonObject.builder().put("type", name).put("item_id", id).put("output_index", index);
    }

    private JsonObject.Builder content(String name) {
        return event(name).put("content_index", 0);
    }

    private JsonObject.Builder summary(String name, int part) {
        return event(name).put("summary_index", part);
    }

    private JsonObject part(String name, JsonObject part) {
        return content(name).put("part", part).build();
    }

    private JsonObject.Builder item(String kind) {
        return JsonObject.builder().put("type", kind).put("id", id);
    }

    private static JsonObject outputText(String text) {
        return textPart("output_text", text).toBuilder()
                .put("annotations", List.of())
                .build();
    }

    private static JsonObject textPart(String kind, String text) {
        return JsonObject.builder().put("type", kind).put("text", text).build();
    }

    private static String idPrefix(String type) {
        return switch (type) {
            case "message" -> "msg_";
            case "reasoning" -> "rs_";
            default -> "it_";
        };
    }

    /** Return a text, empty where it is absent; a template may have made a number of it. */
    private static String text(JsonObject spec, String name) {
        return spec.asMap().get(name) instanceof Number number ? number.toString() : spec.string(name, "");
    }

    private static String repeated(JsonObject repeat) {
        String unit = repeat.string("text");
        int bytes = Words.count(repeat, "bytes", 0);
        int times = bytes / Math.max(1, unit.getBytes(StandardCharsets.UTF_8).length) + 1;
        String text = unit.repeat(times);
        return text.codePointCount(0, text.length()) <= bytes
                ? text
                : text.substring(0, text.offsetByCodePoints(0, bytes));
    }

    private static String fileText(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new PluginException(
                    ErrorCode.INVALID_CONFIG, "cannot read the input_file " + file + " (" + e + ")", e);
        }
    }
}
