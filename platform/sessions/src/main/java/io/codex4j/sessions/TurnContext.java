package io.codex4j.sessions;

import io.codex4j.api.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Say under which settings a turn runs. Source of the format: rollouts of the reference, {@code turn_context}.
 *
 * @param turnId the turn
 * @param directory its working directory
 * @param currentDate local date, such as {@code 2026-11-23}
 * @param timezone name of the time zone, such as {@code Etc/UTC}
 * @param approvalPolicy token of config.toml
 * @param sandboxPolicy {@code {"type":"read-only"}} or the longer forms of the other modes
 * @param model the model
 * @param personality how it is told to speak, if it is told
 * @param effort how much it is told to think, if it is told
 * @param summary how its thoughts are summed up, {@code none} included
 * @param truncationPolicy how tool output is cut: its members are {@code "mode"} and {@code "limit"}
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record TurnContext(
        String turnId,
        Path directory,
        String currentDate,
        String timezone,
        String approvalPolicy,
        JsonObject sandboxPolicy,
        String model,
        Optional<String> personality,
        Optional<String> effort,
        String summary,
        JsonObject truncationPolicy) {

    JsonObject toJson() {
        return JsonObject.builder()
                .put("turn_id", turnId)
                .put("cwd", directory.toString())
                .put("current_date", currentDate)
                .put("timezone", timezone)
                .put("approval_policy", approvalPolicy)
                .put("sandbox_policy", sandboxPolicy)
                .put("model", model)
                .putIfPresent("personality", personality)
                .put("collaboration_mode", collaborationMode())
                .put("realtime_active", false)
                .putIfPresent("effort", effort)
                .put("summary", summary)
                .put("truncation_policy", truncationPolicy)
                .build();
    }

    private JsonObject collaborationMode() {
        JsonObject settings = JsonObject.builder()
                .put("model", model)
                .put("reasoning_effort", effort.orElse(null))
                .put("developer_instructions", null)
                .build();
        return JsonObject.builder()
                .put("mode", "default")
                .put("settings", settings)
                .build();
    }
}
