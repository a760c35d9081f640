package io.codex4j.exec;

import io.codex4j.api.JsonObject;
import io.codex4j.api.tool.ShellWords;
import io.codex4j.api.tool.ToolActivity.FileChange;
import io.codex4j.api.tool.ToolActivity.PlanStep;
import io.codex4j.api.tool.ToolActivity.StepStatus;
import io.codex4j.protocol.Json;
import io.codex4j.protocol.ThreadItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Hold the JSON form of an item, without its number.
 *
 * @param type what kind of item it is
 * @param members what comes behind the type
 */
record ItemJson(String type, JsonObject members) {
    static ItemJson of(ThreadItem item) {
        return switch (item) {
            case ThreadItem.AgentMessage message -> text("agent_message", message.text());
            case ThreadItem.Reasoning reasoning -> text("reasoning", String.join("\n", reasoning.summary()));
            case ThreadItem.CommandExecution command -> command(command);
            case ThreadItem.FileChanges changes -> fileChanges(changes);
            case ThreadItem.RemoteToolCall call -> remoteCall(call);
            case ThreadItem.WebSearch search -> webSearch(search);
            case ThreadItem.TodoList list -> todoList(list);
        };
    }

    static ItemJson error(String message) {
        return new ItemJson(
                "error", JsonObject.builder().put("message", message).build());
    }

    /** Return the text; put together by hand, because a web search has the key {@code id} twice. */
    String withId(String id) {
        String rest = Json.CODEC.write(members).substring(1);
        return "{\"id\":\"" + id + "\",\"type\":\"" + type + "\"," + rest;
    }

    private static ItemJson text(String type, String text) {
        return new ItemJson(type, JsonObject.builder().put("text", text).build());
    }

    private static ItemJson command(ThreadItem.CommandExecution command) {
        @Nullable
        Integer exitCode = command.exitCode().isPresent() ? command.exitCode().getAsInt() : null;
        JsonObject members = JsonObject.builder()
                .put("command", ShellWords.join(command.argv()))
                .put("aggregated_output", command.output())
                .put("exit_code", exitCode)
                .put("status", token(command.status()))
                .build();
        return new ItemJson("command_execution", members);
    }

    private static ItemJson fileChanges(ThreadItem.FileChanges item) {
        List<FileChange> sorted = new ArrayList<>(item.changes());
        sorted.sort(Comparator.comparing(FileChange::path));
        List<JsonObject> changes = new ArrayList<>(sorted.size());
        for (FileChange change : sorted) {
            changes.add(JsonObject.builder()
                    .put("path", change.path().toString())
                    .put("kind", token(change.kind()))
                    .build());
        }
        JsonObject members = JsonObject.builder()
                .put("changes", changes)
                .put("status", token(item.status()))
                .build();
        return new ItemJson("file_change", members);
    }

    private static ItemJson remoteCall(ThreadItem.RemoteToolCall call) {
        JsonObject members = JsonObject.builder()
                .put("server", call.server())
                .put("tool", call.tool())
                .put("arguments", call.arguments())
                .put("result", call.result().map(ItemJson::remoteResult).orElse(null))
                .put(
                        "error",
                        call.error()
                                .map(message -> JsonObject.builder()
                                        .put("message", message)
                                        .build())
                                .orElse(null))
                .put("status", token(call.status()))
                .build();
        return new ItemJson("mcp_tool_call", members);
    }

    private static JsonObject remoteResult(JsonObject result) {
        return JsonObject.builder()
                .put("content", result.asMap().getOrDefault("content", List.of()))
                .put("structured_content", result.asMap().get("structuredContent"))
                .build();
    }

    private static ItemJson webSearch(ThreadItem.WebSearch search) {
        SearchAction action = SearchAction.of(search.action());
        JsonObject members = JsonObject.builder()
                .put("id", search.id())
                .put("query", action.query())
                .put("action", action.shown())
                .build();
        return new ItemJson("web_search", members);
    }

    private static ItemJson todoList(ThreadItem.TodoList list) {
        List<JsonObject> items = new ArrayList<>(list.steps().size());
        for (PlanStep step : list.steps()) {
            items.add(JsonObject.builder()
                    .put("text", step.text())
                    .put("completed", step.status() == StepStatus.COMPLETED)
                    .build());
        }
        return new ItemJson(
                "todo_list", JsonObject.builder().put("items", items).build());
    }

    private static String token(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
