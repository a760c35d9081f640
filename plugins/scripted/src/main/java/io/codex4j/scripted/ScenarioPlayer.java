package io.codex4j.scripted;

import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/** Play a scenario: pick the turn that answers each request. Safe for use by several threads. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ScenarioPlayer {
    private static final List<String> SESSION_HEADERS =
            List.of("session_id", "session-id", "conversation_id", "thread_id");

    private final Scenario scenario;
    private final JsonCodec codec;
    private final Map<String, String> environment;
    private final Map<String, Integer> counters = new HashMap<>();

    /**
     * Start a scenario at its first turn.
     *
     * @param environment what {@code {{env:NAME}}} is filled in from
     */
    public ScenarioPlayer(Scenario scenario, JsonCodec codec, Map<String, String> environment) {
        this.scenario = scenario;
        this.codec = codec;
        this.environment = Map.copyOf(environment);
    }

    /** Return the scenario. */
    public Scenario scenario() {
        return scenario;
    }

    /**
     * Answer a request, and count it.
     *
     * @param body the request in the form of the Responses API or of Chat Completions
     * @param headers its headers, names in lower case
     */
    public ScenarioAnswer answer(JsonObject body, Map<String, String> headers) {
        int number = switch (scenario.select()) {
            case SEQUENCE -> count("");
            case SESSION -> count(session(body, headers));
            case OUTPUTS -> outputs(body);
        };
        return new ScenarioAnswer(scenario.turn(number), scenario.shownNumber(number), body, codec, environment);
    }

    private synchronized int count(String key) {
        return counters.merge(key, 1, Integer::sum) - 1;
    }

    private static String session(JsonObject body, Map<String, String> headers) {
        for (String name : SESSION_HEADERS) {
            String value = headers.get(name);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return body.asMap().get("prompt_cache_key") instanceof String key ? key : "";
    }

    private static int outputs(JsonObject body) {
        int outputs = 0;
        for (Object item : items(body)) {
            if (item instanceof JsonObject object) {
                Object role = object.asMap().get("role");
                if ("user".equals(role)) {
                    outputs = 0;
                } else if ("tool".equals(role)
                        || (object.asMap().get("type") instanceof String type && type.endsWith("_output"))) {
                    outputs++;
                }
            }
        }
        return outputs;
    }

    private static List<?> items(JsonObject body) {
        if (body.asMap().get("input") instanceof List<?> input && !input.isEmpty()) {
            return input;
        }
        return body.asMap().get("messages") instanceof List<?> messages ? messages : List.of();
    }
}
