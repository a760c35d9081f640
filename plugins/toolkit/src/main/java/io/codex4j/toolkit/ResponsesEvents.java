package io.codex4j.toolkit;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelEvent;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.TokenUsage;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Turn the events of one stream of the Responses API into model events. Not safe for several threads.
 *
 * <p>Events of a kind that is not known are ignored, as are all that come after the last one.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ResponsesEvents {
    private static final JsonObject NOTHING = JsonObject.empty();

    private boolean finished;

    /** Start with a new stream. */
    public ResponsesEvents() {}

    /**
     * Read one event.
     *
     * @return what it means for the host; an event that cannot be understood although it matters is a failure
     */
    public List<ModelEvent> read(JsonObject event) {
        if (finished) {
            return List.of();
        }
        try {
            List<ModelEvent> events = translate(event);
            for (ModelEvent translated : events) {
                finished |= translated instanceof ModelEvent.Completed || translated instanceof ModelEvent.Failed;
            }
            return events;
        } catch (PluginException e) {
            return List.of(broken("The model server sent an event that cannot be read: " + e.getMessage()));
        }
    }

    /** Tell whether the last event was read: the answer is complete, or it failed. */
    public boolean finished() {
        return finished;
    }

    /** Return the failure of a stream that ended before its last event. */
    public ModelEvent endOfStream() {
        return broken("The model server closed the stream before the answer was complete.");
    }

    private ModelEvent broken(String message) {
        finished = true;
        return new ModelEvent.Failed(ModelFailure.of(ModelFailure.Kind.BROKEN_STREAM, message));
    }

    private static List<ModelEvent> translate(JsonObject event) {
        return switch (event.string("type", "")) {
            case "response.created" -> List.of(new ModelEvent.Created(response(event).string("id", "")));
            case "response.output_text.delta" ->
                List.of(new ModelEvent.TextDelta(event.string("item_id", ""), event.string("delta")));
            case "response.reasoning_summary_text.delta" ->
                List.of(new ModelEvent.ReasoningSummaryDelta(
                        event.string("item_id", ""),
                        Math.toIntExact(event.findInteger("summary_index").orElse(0)),
                        event.string("delta")));
            case "response.reasoning_text.delta" ->
                List.of(new ModelEvent.ReasoningDelta(event.string("item_id", ""), event.string("delta")));
            case "response.output_item.added" -> started(event);
            case "response.output_item.done" -> List.of(new ModelEvent.ItemDone(item(event.object("item"))));
            case "response.completed" -> List.of(completed(response(event)));
            default -> List.of();
        };
    }

    private static JsonObject response(JsonObject event) {
        return event.findObject("response").orElse(NOTHING);
    }

    /** Read the beginning of an item; only a complete item must have all that its kind needs. */
    private static List<ModelEvent> started(JsonObject event) {
        try {
            return List.of(new ModelEvent.ItemStarted(item(event.object("item"))));
        } catch (PluginException e) {
            return List.of();
        }
    }

    private static ModelItem item(JsonObject json) {
        return ModelItem.fromJson(json);
    }

    private static ModelEvent completed(JsonObject response) {
        return new ModelEvent.Completed(
                response.string("id", ""),
                response.findObject("usage").map(ResponsesEvents::usage).orElse(TokenUsage.ZERO));
    }

    private static TokenUsage usage(JsonObject usage) {
        long input = usage.findInteger("input_tokens").orElse(0);
        long output = usage.findInteger("output_tokens").orElse(0);
        return new TokenUsage(
                input,
                detail(usage, "input_tokens_details", "cached_tokens"),
                output,
                detail(usage, "output_tokens_details", "reasoning_tokens"),
                usage.findInteger("total_tokens").orElse(input + output));
    }

    private static long detail(JsonObject usage, String group, String name) {
        return usage.findObject(group).orElse(NOTHING).findInteger(name).orElse(0);
    }
}
