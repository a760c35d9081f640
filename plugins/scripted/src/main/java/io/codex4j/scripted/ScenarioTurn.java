package io.codex4j.scripted;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Describe one answer of the model.
 *
 * <p>In JSON, with all keys optional:
 *
 * <pre>{@code
 * {"items": [ITEM, ...], "events": [{"type": "...", ...}, ...],
 *  "usage": {"input": 100, "cached": 0, "output": 10, "reasoning": 0, "total": 110},
 *  "end": "completed" | "failed" | "incomplete" | "disconnect" | "reset" | "stall" | "none",
 *  "error": {"code": "...", "message": "..."}, "reason": "max_output_tokens", "after_events": 5,
 *  "delay_ms": 0, "event_delay_ms": 0, "stall_ms": 600000, "headers": {...}, "no_created": false,
 *  "http": {"status": 429, "headers": {...}, "body": {...}}, "expect": ["...", ...], "cache": false}
 * }</pre>
 *
 * <p>Items, by their {@code type}:
 *
 * <ul>
 *   <li>{@code message}: {@code text} or {@code repeat} with {@code text bytes}; {@code chunk} (characters a delta, 8),
 *       {@code deltas} (false leaves them out), {@code phase}
 *   <li>{@code reasoning}: {@code summary} and {@code content}, lists of texts; {@code encrypted}
 *   <li>{@code function_call}: {@code name}, {@code arguments} (object or text), {@code namespace}
 *   <li>{@code custom_tool_call}: {@code name}, {@code input} or {@code input_file} (relative to the working
 *       directory), {@code chunk} (256)
 *   <li>{@code local_shell_call}: {@code command}, {@code timeout_ms}, {@code workdir}, {@code env}
 *   <li>{@code web_search_call}: {@code query} or {@code action}
 *   <li>{@code raw}: what {@code "item"} holds, as it stands; so is an item of any other type
 * </ul>
 *
 * <p>Each may have an {@code id}, the calls a {@code call_id}. In every string of an item or an event, {@code
 * {{capture:REGEX}}} stands for the last match (group 1 if there is one) of a regular expression in the strings of the
 * request, {@code {{turn}}} for the number of the turn and {@code {{env:NAME}}} for an environment variable.
 *
 * @param items the output items, not yet filled in
 * @param events raw events that follow the items, not yet filled in
 * @param usage token counts
 * @param end how the answer ends
 * @param error what {@code failed} reports
 * @param reason what {@code incomplete} reports
 * @param http an HTTP answer in place of a stream
 * @param raw bytes in place of a stream, for model servers only
 * @param pace how long everything takes
 * @param headers further response headers of the stream
 * @param afterEvents after how many events the stream is cut, where {@link End#cuts}
 * @param created whether the stream begins with the usual two events
 * @param expected texts that the request should contain
 * @param cached whether the answer may be made once and sent again as it is
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ScenarioTurn(
        List<JsonObject> items,
        List<JsonObject> events,
        JsonObject usage,
        End end,
        JsonObject error,
        String reason,
        Optional<HttpAnswer> http,
        Optional<JsonObject> raw,
        Pace pace,
        JsonObject headers,
        OptionalInt afterEvents,
        boolean created,
        List<String> expected,
        boolean cached) {
    private static final Set<String> NAMED_ITEMS = Set.of("function_call", "custom_tool_call");
    private static final JsonObject DEFAULT_ERROR = JsonObject.builder()
            .put("code", "server_error")
            .put("message", "mock failure")
            .build();

    /** How an answer ends. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public enum End {
        /** With {@code response.completed}. */
        COMPLETED,
        /** With {@code response.failed}. */
        FAILED,
        /** With {@code response.incomplete}. */
        INCOMPLETE,
        /** The connection is closed in the middle. */
        DISCONNECT,
        /** The connection is reset. */
        RESET,
        /** Nothing comes any more; after {@code stall_ms} the connection is closed. */
        STALL,
        /** The stream ends in good order, but with no last event. */
        NONE;

        /** Tell whether the stream is broken off, so that it does not even end in good order. */
        public boolean cuts() {
            return this == DISCONNECT || this == RESET || this == STALL;
        }
    }

    /**
     * Time the parts of an answer.
     *
     * @param delay before the first byte
     * @param eventDelay between events
     * @param stall how long a stream stalls
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public record Pace(Duration delay, Duration eventDelay, Duration stall) {
        private static final long DEFAULT_STALL_MILLIS = 600_000;

        static Pace of(JsonObject json) {
            return new Pace(
                    Words.millis(json, "delay_ms", 0),
                    Words.millis(json, "event_delay_ms", 0),
                    Words.millis(json, "stall_ms", DEFAULT_STALL_MILLIS));
        }
    }

    /**
     * Read a turn.
     *
     * @throws PluginException with {@link ErrorCode#INVALID_VALUE} if it has not the shape of one
     */
    static ScenarioTurn of(JsonObject json) {
        checkItems(json.objects("items"));
        return new ScenarioTurn(
                json.objects("items"),
                json.objects("events"),
                json.findObject("usage").orElse(JsonObject.empty()),
                Words.choice(json, "end", End.COMPLETED, End.values()),
                json.findObject("error").orElse(DEFAULT_ERROR),
                json.string("reason", "max_output_tokens"),
                json.findObject("http").map(answer -> HttpAnswer.of(answer, 500)),
                json.findObject("raw"),
                Pace.of(json),
                json.findObject("headers").orElse(JsonObject.empty()),
                json.has("after_events") ? OptionalInt.of(Words.count(json, "after_events", 0)) : OptionalInt.empty(),
                !json.bool("no_created", false),
                json.strings("expect"),
                json.bool("cache", false));
    }

    private static void checkItems(List<JsonObject> items) {
        for (int index = 0; index < items.size(); index++) {
            JsonObject item = items.get(index);
            try {
                String type = item.string("type", "");
                if (NAMED_ITEMS.contains(type)) {
                    item.string("name");
                } else if (type.equals("raw")) {
                    item.object("item");
                }
            } catch (PluginException e) {
                throw Words.at("items[" + index + "]", e);
            }
        }
    }
}
