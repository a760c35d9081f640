package io.codex4j.scripted;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Describe a plain HTTP answer.
 *
 * @param status the status code
 * @param headers further headers; values that are no text are written as they print
 * @param body any JSON value; a text is sent as it stands
 * @param delay how long to wait before it is sent
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record HttpAnswer(int status, JsonObject headers, Object body, Duration delay) {
    /**
     * Read the form {@code {"status": 429, "headers": {}, "body": {}, "delay_ms": 0}}, in which all keys are optional.
     *
     * @throws PluginException if a member has the wrong type
     */
    public static HttpAnswer of(JsonObject json, int defaultStatus) {
        return new HttpAnswer(
                Words.count(json, "status", defaultStatus),
                json.findObject("headers").orElse(JsonObject.empty()),
                Optional.<Object>ofNullable(json.asMap().get("body")).orElse(JsonObject.empty()),
                Words.millis(json, "delay_ms", 0));
    }
}
