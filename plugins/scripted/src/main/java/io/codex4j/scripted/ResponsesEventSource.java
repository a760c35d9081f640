package io.codex4j.scripted;

import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.scripted.ScenarioTurn.End;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Make the events of one answer, one after the other. Source of the format: the Responses API as seen on the wire. */
final class ResponsesEventSource implements Iterator<JsonObject> {
    private static final int MOST_ITEMS_REPEATED_AT_THE_END = 19;

    private final ScenarioTurn turn;
    private final int number;
    private final JsonCodec codec;
    private final Templates templates;
    private final JsonObject response;
    private final List<JsonObject> items = new ArrayList<>();
    private final EventQueue queue = new EventQueue();
    private int nextItem;
    private int nextRawEvent;
    private boolean verbatim;
    private boolean ended;
    private int sequence;
    private int sent;

    ResponsesEventSource(ScenarioTurn turn, int number, JsonObject request, JsonCodec codec, Templates templates) {
        this.turn = turn;
        this.number = number;
        this.codec = codec;
        this.templates = templates;
        this.response = JsonObject.builder()
                .put("id", "resp_mock_" + number)
                .put("object", "response")
                .put("created_at", Instant.now().getEpochSecond())
                .put("model", request.string("model", "mock-model"))
                .build();
        if (turn.created()) {
            JsonObject begun = response.toBuilder()
                    .put("status", "in_progress")
                    .put("output", List.of())
                    .build();
            queue.add(event("response.created", begun));
            queue.add(event("response.in_progress", begun));
        }
    }

    @Override
    public boolean hasNext() {
        if (turn.end().cuts()
                && turn.afterEvents().isPresent()
                && sent >= Math.max(1, turn.afterEvents().getAsInt())) {
            return false;
        }
        while (!queue.hasNext() && !ended) {
            refill();
        }
        return queue.hasNext();
    }

    @Override
    public JsonObject next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        sent++;
        JsonObject event = queue.next();
        return verbatim ? event : numbered(event);
    }

    private void refill() {
        if (nextItem < turn.items().size()) {
            JsonObject item = templates.expand(turn.items().get(nextItem));
            items.add(new ItemEvents(number, nextItem, item, codec, queue).add());
            nextItem++;
        } else if (nextRawEvent < turn.events().size()) {
            queue.add(templates.expand(turn.events().get(nextRawEvent)));
            nextRawEvent++;
            verbatim = true;
        } else {
            verbatim = false;
            ended = true;
            addLast();
        }
    }

    private void addLast() {
        JsonObject.Builder last = response.toBuilder();
        if (turn.end() == End.COMPLETED) {
            last.put("status", "completed")
                    .put("output", items.size() > MOST_ITEMS_REPEATED_AT_THE_END ? List.of() : items)
                    .put("usage", usage());
            queue.add(event("response.completed", last.build()));
        } else if (turn.end() == End.FAILED) {
            last.put("status", "failed")
                    .put("output", List.of())
                    .put("error", turn.error())
                    .put("usage", null);
            queue.add(event("response.failed", last.build()));
        } else if (turn.end() == End.INCOMPLETE) {
            last.put("status", "incomplete")
                    .put("output", items)
                    .put(
                            "incomplete_details",
                            JsonObject.builder().put("reason", turn.reason()).build())
                    .put("usage", usage());
            queue.add(event("response.incomplete", last.build()));
        }
    }

    private JsonObject usage() {
        long input = turn.usage().findInteger("input").orElse(100);
        long output = turn.usage().findInteger("output").orElse(10);
        return JsonObject.builder()
                .put("input_tokens", input)
                .put("input_tokens_details", count("cached_tokens", "cached"))
                .put("output_tokens", output)
                .put("output_tokens_details", count("reasoning_tokens", "reasoning"))
                .put("total_tokens", turn.usage().findInteger("total").orElse(input + output))
                .build();
    }

    private JsonObject count(String name, String source) {
        return JsonObject.builder()
                .put(name, turn.usage().findInteger(source).orElse(0))
                .build();
    }

    private JsonObject numbered(JsonObject event) {
        JsonObject.Builder numbered =
                JsonObject.builder().put("type", event.string("type")).put("sequence_number", sequence);
        sequence++;
        return numbered.putAll(event).build();
    }

    private static JsonObject event(String type, JsonObject response) {
        return JsonObject.builder().put("type", type).put("response", response).build();
    }
}
