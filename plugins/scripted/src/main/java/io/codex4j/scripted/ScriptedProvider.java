package io.codex4j.scripted;

import io.codex4j.api.Cancellation;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelException;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelInfo;
import io.codex4j.api.model.ModelProvider;
import io.codex4j.api.model.ModelRequest;
import io.codex4j.api.model.ModelStream;
import io.codex4j.toolkit.ModelFailures;
import io.codex4j.toolkit.ResponsesRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Answer with the turns of a scenario. */
final class ScriptedProvider implements ModelProvider {
    private static final long DEFAULT_CONTEXT_WINDOW = 272_000;
    private static final int TOOL_OUTPUT_TOKENS = 10_000;

    private final ScenarioPlayer player;
    private final Duration idle;
    private final long contextWindow;
    private final boolean freeformTools;
    private final boolean parallelToolCalls;

    ScriptedProvider(ScenarioPlayer player, Duration idle) {
        this.player = player;
        this.idle = idle;
        JsonObject model = player.scenario().json().findObject("model").orElse(JsonObject.empty());
        contextWindow = model.findInteger("context_window").orElse(DEFAULT_CONTEXT_WINDOW);
        freeformTools = model.bool("freeform_tools", true);
        parallelToolCalls = model.bool("parallel_tool_calls", true);
    }

    @Override
    public ModelInfo describe(String model) {
        return new ModelInfo(
                model,
                true,
                OptionalLong.of(contextWindow),
                freeformTools,
                parallelToolCalls,
                true,
                Optional.empty(),
                Optional.empty(),
                new ModelInfo.OutputLimit(ModelInfo.OutputLimit.Unit.TOKENS, TOOL_OUTPUT_TOKENS));
    }

    @Override
    public ModelStream open(ModelRequest request, Cancellation cancellation) throws ModelException {
        ScenarioAnswer answer = player.answer(ResponsesRequest.toJson(request), Map.of());
        Pause pause = new Pause(cancellation);
        boolean opened = false;
        try {
            if (pause.isOverWithin(answer.turn().pace().delay())) {
                throw new ModelException(ModelFailures.cancelled());
            }
            refuse(answer);
            opened = true;
            return new ScriptedStream(answer, pause, idle);
        } finally {
            if (!opened) {
                pause.close();
            }
        }
    }

    private static void refuse(ScenarioAnswer answer) throws ModelException {
        Optional<HttpAnswer> http;
        try {
            http = answer.http();
        } catch (PluginException e) {
            throw new ModelException(ScriptedStream.broken(e));
        }
        if (http.isPresent()) {
            throw new ModelException(failure(http.get()));
        }
        if (answer.turn().raw().isPresent()) {
            throw new ModelException(ModelFailure.of(
                    ModelFailure.Kind.BROKEN_STREAM,
                    "Turn " + answer.number() + " of the scenario sends raw bytes, which only a model server can."));
        }
    }

    private static ModelFailure failure(HttpAnswer answer) {
        String message = "The scenario answers with HTTP status " + answer.status();
        String detail = detail(answer.body());
        return new ModelFailure(
                kind(answer.status()),
                message + (detail.isEmpty() ? "." : ": " + detail),
                retryAfter(answer.headers()));
    }

    private static ModelFailure.Kind kind(int status) {
        return switch (status) {
            case 401, 403 -> ModelFailure.Kind.UNAUTHENTICATED;
            case 402 -> ModelFailure.Kind.QUOTA_EXCEEDED;
            case 408, 409, 425 -> ModelFailure.Kind.SERVER_ERROR;
            case 429 -> ModelFailure.Kind.RATE_LIMITED;
            default -> status >= 500 ? ModelFailure.Kind.SERVER_ERROR : ModelFailure.Kind.INVALID_REQUEST;
        };
    }

    private static String detail(@Nullable Object body) {
        if (body instanceof JsonObject object) {
            return object.asMap().get("error") instanceof JsonObject error
                    ? detail(error.asMap().get("message"))
                    : "";
        }
        return body instanceof String text ? text : "";
    }

    private static Optional<Duration> retryAfter(JsonObject headers) {
        for (Map.Entry<String, @Nullable Object> header : headers.asMap().entrySet()) {
            if (header.getKey().equalsIgnoreCase("Retry-After")) {
                return seconds(String.valueOf(header.getValue()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Duration> seconds(String text) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Integer.parseInt(text.strip()))));
        } catch (NumberFormatException e) {
            // The other form of this header is a date, which no scenario can know beforehand.
            return Optional.empty();
        }
    }
}
