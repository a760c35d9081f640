package io.codex4j.api.model;

import org.apiguardian.api.API;

/** One event of a model's answer. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface ModelEvent {
    /** The server has begun to answer. */
    record Created(String responseId) implements ModelEvent {}

    /** A further piece of a message. */
    record TextDelta(String itemId, String text) implements ModelEvent {}

    /**
     * A further piece of a summary of the reasoning.
     *
     * @param part number of the part of the summary, from 0
     */
    record ReasoningSummaryDelta(String itemId, int part, String text) implements ModelEvent {}

    /** A further piece of the reasoning itself. */
    record ReasoningDelta(String itemId, String text) implements ModelEvent {}

    /** An item has begun; only its kind and id can be relied upon. */
    record ItemStarted(ModelItem item) implements ModelEvent {}

    /** An item is complete; only such items enter the history. */
    record ItemDone(ModelItem item) implements ModelEvent {}

    /** The server told how much of the allowance is used. */
    record RateLimitsUpdated(RateLimits limits) implements ModelEvent {}

    /** The answer is complete. The last event. */
    record Completed(String responseId, TokenUsage usage) implements ModelEvent {}

    /** The answer failed. The last event. */
    record Failed(ModelFailure failure) implements ModelEvent {}
}
