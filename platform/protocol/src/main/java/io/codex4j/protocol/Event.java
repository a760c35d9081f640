package io.codex4j.protocol;

import io.codex4j.api.model.RateLimits;
import io.codex4j.api.model.TokenUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/** What a session tells its front end, in order. */
@API(status = API.Status.INTERNAL, since = "0.1")
public sealed interface Event {
    /**
     * The session is ready. The first event, once.
     *
     * @param sandboxSummary the sandbox in words, such as {@code workspace-write [workdir, /tmp, $TMPDIR]}
     */
    record SessionConfigured(
            String threadId,
            String model,
            String provider,
            Path directory,
            String approvalPolicy,
            String sandboxSummary,
            Optional<String> reasoningEffort,
            Optional<String> reasoningSummary,
            Optional<Path> rollout)
            implements Event {}

    /** A turn begins. */
    record TurnStarted(String turnId) implements Event {}

    /** An item begins. */
    record ItemStarted(ThreadItem item) implements Event {}

    /** An item has a new state. */
    record ItemUpdated(ThreadItem item) implements Event {}

    /** An item is complete; some items have no beginning. */
    record ItemCompleted(ThreadItem item) implements Event {}

    /** A further piece of a message. */
    record MessageDelta(String itemId, String text) implements Event {}

    /** A further piece of a summary of the reasoning. */
    record ReasoningDelta(String itemId, String text) implements Event {}

    /** A command has written something. */
    record CommandOutput(String itemId, String text) implements Event {}

    /** Something that the user should know, and that does not end the turn. */
    record Warning(String message) implements Event {}

    /**
     * The stream broke and is asked for again.
     *
     * @param attempt number of the retry, from 1
     * @param limit how many there may be
     * @param reason what broke
     */
    record Reconnecting(int attempt, int limit, String reason) implements Event {}

    /** Tokens were spent. */
    record TokensUsed(TokenUsage last, TokenUsage total, OptionalLong contextWindow) implements Event {}

    /** The server told how much of the allowance is used. */
    record RateLimitsUpdated(RateLimits limits) implements Event {}

    /**
     * The turn is done.
     *
     * @param usage tokens of the whole thread, earlier turns included
     * @param lastMessage the final message, where there is one
     */
    record TurnCompleted(String turnId, TokenUsage usage, Optional<String> lastMessage) implements Event {}

    /** The turn ended in an error. */
    record TurnFailed(String turnId, String message, TokenUsage usage) implements Event {}

    /** The turn was stopped by the user. */
    record TurnAborted(String turnId, TokenUsage usage) implements Event {}

    /**
     * The session has ended. The last event.
     *
     * @param warnings what went wrong while it ended, one sentence each
     */
    record SessionClosed(List<String> warnings) implements Event {}
}
