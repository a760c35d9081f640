package io.codex4j.sessions;

import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.TokenUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * Record a session, line by line. Safe for several threads: lines are kept in the order in which they are given.
 *
 * <p>Writing goes on in the background and never throws. When it fails, recording stops at the end of a whole line, and
 * {@link #failure()} says why; the session can go on.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public abstract sealed class Rollout implements AutoCloseable permits FileRollout, NoRollout {
    Rollout() {}

    /** Return a rollout that keeps nothing, for sessions that leave no trace. */
    public static Rollout none() {
        return NoRollout.INSTANCE;
    }

    /** Return the file, which may not exist before the first line; nothing if none is kept. */
    public abstract Optional<Path> file();

    /** Return why recording has stopped, in one sentence for a person; nothing while all is well. */
    public abstract Optional<String> failure();

    /** Wait until all lines given so far are in the file, or cannot be written. */
    public abstract void flush();

    /** Flush, and take no further lines. */
    @Override
    public abstract void close();

    abstract void append(RolloutLine line);

    /** Record that a turn begins. */
    public final void taskStarted(String turnId, OptionalLong contextWindow) {
        append(RolloutLine.taskStarted(turnId, contextWindow));
    }

    /** Record the settings of a turn. */
    public final void turnContext(TurnContext context) {
        append(RolloutLine.turnContext(context));
    }

    /** Record an item of the conversation. */
    public final void item(ModelItem item) {
        append(RolloutLine.item(item));
    }

    /** Record that these items take the place of all earlier ones. */
    public final void compacted(String summary, List<ModelItem> replacement) {
        append(RolloutLine.compacted(summary, replacement));
        append(RolloutLine.contextCompacted());
    }

    /** Record what the user said. */
    public final void userMessage(String message, List<Path> images) {
        append(RolloutLine.userMessage(message, images));
    }

    /** Record what the model said. */
    public final void agentMessage(String message, Optional<String> phase) {
        append(RolloutLine.agentMessage(message, phase));
    }

    /** Record one summary of what the model thought. */
    public final void agentReasoning(String text) {
        append(RolloutLine.agentReasoning(text));
    }

    /**
     * Record the tokens spent.
     *
     * @param total of the whole thread
     * @param last of the last request
     */
    public final void tokenCount(TokenUsage total, TokenUsage last, OptionalLong contextWindow) {
        append(RolloutLine.tokenCount(total, last, contextWindow));
    }

    /** Record that a turn is over, also when it failed. */
    public final void taskComplete(String turnId, Optional<String> lastMessage) {
        append(RolloutLine.taskComplete(turnId, lastMessage));
    }

    /**
     * Record that a turn was stopped.
     *
     * @param reason {@code interrupted} or {@code replaced}
     */
    public final void turnAborted(String turnId, String reason) {
        append(RolloutLine.turnAborted(turnId, reason));
    }
}
