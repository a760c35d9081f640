package io.codex4j.exec;

import io.codex4j.api.JsonObject;
import io.codex4j.api.model.TokenUsage;
import io.codex4j.protocol.Event;
import io.codex4j.protocol.Json;
import io.codex4j.protocol.ThreadItem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Show a session to a program: one JSON object a line on standard output. Source of the format: the event stream of the
 * reference, release 0.117.
 *
 * <p>Items are numbered in the order in which they are first shown. A plan is started once a turn, then updated, and
 * completed as the turn ends, however often the model writes it.
 */
final class JsonRenderer implements Renderer {
    private final Output out;
    private final Output err;
    /** Number of each item that is not completed, by the session's id of it. */
    private final Map<String, Integer> numbers = new HashMap<>();

    private int next;
    private Optional<ThreadItem.TodoList> plan = Optional.empty();

    JsonRenderer(Output out, Output err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void show(Event event) {
        switch (event) {
            case Event.SessionConfigured configured ->
                line(JsonObject.builder().put("type", "thread.started").put("thread_id", configured.threadId()));
            case Event.TurnStarted started -> line(JsonObject.builder().put("type", "turn.started"));
            case Event.ItemStarted started -> started(started.item());
            case Event.ItemUpdated updated -> updated(updated.item());
            case Event.ItemCompleted completed -> completed(completed.item());
            case Event.Warning warning -> item("item.completed", next++, ItemJson.error(warning.message()));
            case Event.Reconnecting retry ->
                error("Reconnecting... " + retry.attempt() + "/" + retry.limit() + " (" + retry.reason() + ")");
            case Event.TurnCompleted completed -> {
                closePlan();
                line(JsonObject.builder().put("type", "turn.completed").put("usage", usage(completed.usage())));
            }
            case Event.TurnFailed failed -> {
                error(failed.message());
                closePlan();
                line(JsonObject.builder().put("type", "turn.failed").put("error", message(failed.message())));
            }
            case Event.TurnAborted aborted -> closePlan();
            case Event.MessageDelta delta -> {}
            case Event.ReasoningDelta delta -> {}
            case Event.CommandOutput output -> {}
            case Event.TokensUsed used -> {}
            case Event.RateLimitsUpdated updated -> {}
            case Event.SessionClosed closed -> {}
        }
    }

    private void started(ThreadItem item) {
        switch (item) {
            case ThreadItem.AgentMessage message -> {}
            case ThreadItem.Reasoning reasoning -> {}
            case ThreadItem.TodoList list -> plan(list);
            default -> item("item.started", item);
        }
    }

    private void updated(ThreadItem item) {
        if (item instanceof ThreadItem.TodoList list) {
            plan(list);
        }
    }

    private void completed(ThreadItem item) {
        switch (item) {
            case ThreadItem.Reasoning reasoning -> {
                if (!reasoning.summary().isEmpty()) {
                    lastOf(reasoning);
                }
            }
            case ThreadItem.TodoList list -> plan = Optional.of(list);
            default -> lastOf(item);
        }
    }

    /** Show the end of an item, and forget its id: a model may use the same one for a later item. */
    private void lastOf(ThreadItem item) {
        item("item.completed", item);
        numbers.remove(item.id());
    }

    private void plan(ThreadItem.TodoList list) {
        item(plan.isEmpty() ? "item.started" : "item.updated", list);
        plan = Optional.of(list);
    }

    private void closePlan() {
        plan.ifPresent(this::lastOf);
        plan = Optional.empty();
    }

    private void item(String event, ThreadItem item) {
        Integer number = numbers.get(item.id());
        if (number == null) {
            number = next++;
            numbers.put(item.id(), number);
        }
        item(event, number, ItemJson.of(item));
    }

    private void item(String event, int number, ItemJson item) {
        out.print("{\"type\":\"" + event + "\",\"item\":" + item.withId("item_" + number) + "}\n");
    }

    private void error(String message) {
        line(JsonObject.builder().put("type", "error").put("message", message));
    }

    private void line(JsonObject.Builder event) {
        out.print(Json.CODEC.write(event.build()) + "\n");
    }

    private static JsonObject message(String message) {
        return JsonObject.builder().put("message", message).build();
    }

    private static JsonObject usage(TokenUsage usage) {
        return JsonObject.builder()
                .put("input_tokens", usage.input())
                .put("cached_input_tokens", usage.cachedInput())
                .put("output_tokens", usage.output())
                .build();
    }

    @Override
    public void interrupted() {}

    @Override
    public void warn(String message) {
        err.print("warning: " + message + "\n");
    }

    @Override
    public void fail(String message) {
        err.print("ERROR: " + message + "\n");
    }

    @Override
    public void close() {}
}
