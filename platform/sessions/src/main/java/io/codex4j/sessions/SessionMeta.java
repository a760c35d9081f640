package io.codex4j.sessions;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Say what a session is: the first line of its rollout. Source of the format: rollouts of the reference, {@code
 * session_meta}.
 *
 * @param id the thread's id, as {@link ThreadIds} makes it
 * @param started when it began
 * @param directory its working directory, absolute
 * @param originator the front end, such as {@code codex_exec}
 * @param cliVersion version of the program
 * @param source how it was started, such as {@code exec}
 * @param modelProvider id of the model provider
 * @param baseInstructions what the model is told first
 * @param git where the repository stood, if there was one
 * @param forkedFrom id of the thread that it was copied from
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record SessionMeta(
        String id,
        Instant started,
        Path directory,
        String originator,
        String cliVersion,
        String source,
        String modelProvider,
        String baseInstructions,
        Optional<GitInfo> git,
        Optional<String> forkedFrom) {

    JsonObject toJson() {
        return JsonObject.builder()
                .put("id", id)
                .putIfPresent("forked_from_id", forkedFrom)
                .put("timestamp", Timestamps.utc(started))
                .put("cwd", directory.toString())
                .put("originator", originator)
                .put("cli_version", cliVersion)
                .put("source", source)
                .put("model_provider", modelProvider)
                .put(
                        "base_instructions",
                        JsonObject.builder().put("text", baseInstructions).build())
                .putIfPresent("git", git.map(GitInfo::toJson))
                .build();
    }

    /** @throws PluginException if a member that is needed is missing or wrong */
    static SessionMeta fromJson(JsonObject json) {
        return new SessionMeta(
                json.string("id"),
                instant(json.string("timestamp")),
                directory(json.string("cwd")),
                json.string("originator", ""),
                json.string("cli_version", ""),
                // An object for sessions that another one started: which, is no matter here.
                json.asMap().get("source") instanceof String text ? text : "unknown",
                json.string("model_provider", ""),
                json.findObject("base_instructions")
                        .flatMap(instructions -> instructions.findString("text"))
                        .orElse(""),
                json.findObject("git").map(GitInfo::fromJson),
                json.findString("forked_from_id"));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new PluginException(ErrorCode.INVALID_VALUE, "no point in time: " + text, e);
        }
    }

    private static Path directory(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new PluginException(ErrorCode.INVALID_VALUE, "no path: " + text, e);
        }
    }
}
