package io.codex4j.sessions;

import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.TokenUsage;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Hold what a rollout tells, so that its session can go on.
 *
 * @param meta what the session is
 * @param items the conversation as the model last saw it: compacted and rolled back parts are replaced or gone
 * @param usage tokens of the whole thread
 * @param turns how many turns were begun and not rolled back
 * @param leftOutLines lines that could not be read; one is usual after a crash
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record RolloutHistory(SessionMeta meta, List<ModelItem> items, TokenUsage usage, int turns, int leftOutLines) {
    public RolloutHistory {
        items = List.copyOf(items);
    }
}
