package io.codex4j.toolkit;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelEvent;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.TokenUsage;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Turn the events of one stream of the Responses API into model events. Not safe for several threads.
 *
 * <p>Events of a kind that is not known are ignored, as are all that come after the last one.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ResponsesEvents {
    static final String TEXT_DELTA = "response.output_text.delta";

    private static final String CREATED = "response.created";
    private static final String SUMMARY_DELTA = "response.reasoning_summary_text.delta";
    private static final String REASONING_DELTA = "response.reasoning_text.delta";
    private static final String ITEM_ADDED = "response.output_item.added";
    private static final String ITEM_DONE = "response.output_item.done";
    private static final String COMPLETED = "response.completed";
    private static final String INCOMPLETE = "response.incomplete";
    private static final String FAILED = "response.failed";
    private static final String ERROR = "error";

    private static final Set<String> KNOWN = Set.of(
            TEXT_DELTA,
            CREATED,
            SUMMARY_DELTA,
            REASONING_DELTA,
            ITEM_ADDED,
            ITEM_DONE,
            COMPLETED,
            INCOMPLETE,
            FAILED,
            ERROR);

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
        ModelEvent translated;
        try {
            translated = translate(event);
        } catch (PluginException e) {
            translated = broken("The model server sent an event that makes no sense: " + e.getMessage() + ".");
        }
        if (translated == null) {
            return List.of();
        }
        finished = translated instanceof ModelEvent.Completed || translated instanceof ModelEvent.Failed;
        return List.of(translated);
    }

    /** Tell whether the last event was read: the answer is complete, or it failed. */
    public boolean finished() {
        return finished;
    }

    /** Return the failure of a stream that ended before its last event. */
    public ModelEvent endOfStream() {
        finished = true;
        return broken("The model server ended the stream before the answer was complete.");
    }

    /** Tell whether events of this type mean anything here; the others need not even be parsed. */
    static boolean knows(String type) {
        return KNOWN.contains(type);
    }

    static ModelEvent.Failed broken(String message) {
        return new ModelEvent.Failed(ModelFailure.of(ModelFailure.Kind.BROKEN_STREAM, message));
    }

    private static @Nullable ModelEvent translate(JsonObject event) {
        return switch (event.string("type", "")) {
            case TEXT_DELTA -> new ModelEvent.TextDelta(event.string("item_id", ""), event.string("delta"));
            case SUMMARY_DELTA ->
                new ModelEvent.ReasoningSummaryDelta(
                        event.string("item_id", ""), (int) integer(event, "summary_index"), event.string("delta"));
            case REASONING_DELTA -> new ModelEvent.ReasoningDelta(event.string("item_id", ""), event.string("delta"));
            case CREATED -> new ModelEvent.Created(object(event, "response").string("id", ""));
            case ITEM_ADDED -> started(event);
            case ITEM_DONE -> new ModelEvent.ItemDone(item(event.object("item")));
            case COMPLETED -> completed(object(event, "response"));
            case INCOMPLETE -> incomplete(object(event, "response"));
            case FAILED -> failed(object(object(event, "response"), "error"));
            case ERROR -> failed(event.has("error") ? event.object("error") : event);
            default -> null;
        };
    }

    /** Read the beginning of an item; only a complete item must have all that its kind needs. */
    private static @Nullable ModelEvent started(JsonObject event) {
        try {
            return new ModelEvent.ItemStarted(item(event.object("item")));
        } catch (PluginException e) {
            return null;
        }
    }

    /** Read an item; how far the server was with it is no part of the conversation. */
    private static ModelItem item(JsonObject json) {
        return switch (json.string("type")) {
            case "message", "function_call" ->
                ModelItem.fromJson(json.toBuilder().remove("status").build());
            default -> ModelItem.fromJson(json);
        };
    }

    private static ModelEvent completed(JsonObject response) {
        TokenUsage usage =
                response.findObject("usage").map(ResponsesEvents::usage).orElse(TokenUsage.ZERO);
        return new ModelEvent.Completed(response.string("id", ""), usage);
    }

    private static TokenUsage usage(JsonObject usage) {
        long input = integer(usage, "input_tokens");
        long output = integer(usage, "output_tokens");
        return new TokenUsage(
                input,
                integer(object(usage, "input_tokens_details"), "cached_tokens"),
                output,
                integer(object(usage, "output_tokens_details"), "reasoning_tokens"),
                usage.findInteger("total_tokens").orElse(input + output));
    }

    private static ModelEvent incomplete(JsonObject response) {
        String reason = object(response, "incomplete_details").string("reason", "unknown");
        return new ModelEvent.Failed(ModelFailure.of(
                ModelFailure.Kind.INCOMPLETE, "The model stopped before its answer was complete: " + reason + "."));
    }

    private static ModelEvent failed(JsonObject error) {
        return new ModelEvent.Failed(ModelFailures.reported(error.string("code", ""), error.string("message", "")));
    }

    private static JsonObject object(JsonObject parent, String name) {
        return parent.findObject(name).orElse(NOTHING);
    }

    private static long integer(JsonObject parent, String name) {
        return parent.findInteger(name).orElse(0);
    }
}
