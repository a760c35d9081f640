package io.codex4j.sessions;

import io.codex4j.api.JsonObject;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.TokenUsage;
import io.codex4j.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One line of a rollout, without its time. Source of the format: rollouts of the reference, release 0.117; the order of
 * the keys is theirs.
 */
record RolloutLine(String type, JsonObject payload) {
    private static final JsonObject NO_RATE_LIMITS = JsonObject.builder()
            .put("limit_id", "codex")
            .put("limit_name", null)
            .put("primary", null)
            .put("secondary", null)
            .put("credits", null)
            .put("plan_type", null)
            .build();

    byte[] encode(Instant time) {
        StringBuilder line = new StringBuilder();
        line.append("{\"timestamp\":\"").append(Timestamps.utc(time));
        line.append("\",\"type\":\"").append(type);
        line.append("\",\"payload\":").append(Json.CODEC.write(payload)).append("}\n");
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    static RolloutLine sessionMeta(SessionMeta meta) {
        return new RolloutLine("session_meta", meta.toJson());
    }

    static RolloutLine turnContext(TurnContext context) {
        return new RolloutLine("turn_context", context.toJson());
    }

    static RolloutLine item(ModelItem item) {
        return new RolloutLine("response_item", item.toJson());
    }

    static RolloutLine compacted(String message, List<ModelItem> replacement) {
        List<JsonObject> history = new ArrayList<>(replacement.size());
        for (ModelItem item : replacement) {
            history.add(item.toJson());
        }
        JsonObject payload = JsonObject.builder()
                .put("message", message)
                .put("replacement_history", history)
                .build();
        return new RolloutLine("compacted", payload);
    }

    static RolloutLine taskStarted(String turnId, OptionalLong contextWindow) {
        return event(event("task_started")
                .put("turn_id", turnId)
                .put("model_context_window", orNull(contextWindow))
                .put("collaboration_mode_kind", "default"));
    }

    static RolloutLine userMessage(String message, List<Path> images) {
        List<String> files = new ArrayList<>(images.size());
        for (Path image : images) {
            files.add(image.toString());
        }
        return event(event("user_message")
                .put("message", message)
                .put("images", List.of())
                .put("local_images", files)
                .put("text_elements", List.of()));
    }

    static RolloutLine agentMessage(String message, Optional<String> phase) {
        return event(event("agent_message")
                .put("message", message)
                .put("phase", phase.orElse(null))
                .put("memory_citation", null));
    }

    static RolloutLine agentReasoning(String text) {
        return event(event("agent_reasoning").put("text", text));
    }

    static RolloutLine tokenCount(TokenUsage total, TokenUsage last, OptionalLong contextWindow) {
        JsonObject info = JsonObject.builder()
                .put("total_token_usage", usage(total))
                .put("last_token_usage", usage(last))
                .put("model_context_window", orNull(contextWindow))
                .build();
        return event(event("token_count").put("info", info).put("rate_limits", NO_RATE_LIMITS));
    }

    static RolloutLine taskComplete(String turnId, Optional<String> lastMessage) {
        return event(event("task_complete").put("turn_id", turnId).put("last_agent_message", lastMessage.orElse(null)));
    }

    static RolloutLine turnAborted(String turnId, String reason) {
        return event(event("turn_aborted").put("turn_id", turnId).put("reason", reason));
    }

    static RolloutLine contextCompacted() {
        return event(event("context_compacted"));
    }

    private static JsonObject.Builder event(String kind) {
        return JsonObject.builder().put("type", kind);
    }

    private static RolloutLine event(JsonObject.Builder payload) {
        return new RolloutLine("event_msg", payload.build());
    }

    private static JsonObject usage(TokenUsage usage) {
        return JsonObject.builder()
                .put("input_tokens", usage.input())
                .put("cached_input_tokens", usage.cachedInput())
                .put("output_tokens", usage.output())
                .put("reasoning_output_tokens", usage.reasoningOutput())
                .put("total_tokens", usage.total())
                .build();
    }

    private static @Nullable Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
