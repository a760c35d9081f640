package io.codex4j.engine;

import io.codex4j.api.JsonObject;
import io.codex4j.api.model.ModelInfo;
import io.codex4j.api.model.ModelInfo.OutputLimit;
import io.codex4j.config.Config;
import io.codex4j.sessions.TurnContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Describe the settings of a turn for the rollout. */
final class TurnContexts {
    private TurnContexts() {}

    static TurnContext of(String turnId, String model, SessionRequest request, ModelInfo info) {
        Config config = request.config();
        OutputLimit limit = info.toolOutputLimit();
        return new TurnContext(
                turnId,
                config.directory(),
                LocalDate.now(request.clock()).toString(),
                request.clock().getZone().getId(),
                request.approval().token(),
                sandbox(request),
                model,
                Optional.empty(),
                config.model().reasoningEffort(),
                config.model().reasoningSummary().orElse("none"),
                JsonObject.builder()
                        .put("mode", limit.unit() == OutputLimit.Unit.BYTES ? "bytes" : "tokens")
                        .put("limit", limit.amount())
                        .build());
    }

    private static JsonObject sandbox(SessionRequest request) {
        JsonObject.Builder policy =
                JsonObject.builder().put("type", request.sandbox().token());
        if (request.sandbox() == Config.SandboxMode.WORKSPACE_WRITE) {
            Config.WorkspaceWrite settings = request.config().permissions().workspaceWrite();
            List<String> roots = new ArrayList<>();
            settings.writableRoots().forEach(root -> roots.add(root.toString()));
            request.additionalRoots().forEach(root -> roots.add(root.toString()));
            policy.put("writable_roots", roots)
                    .put("network_access", settings.networkAccess())
                    .put("exclude_tmpdir_env_var", settings.excludeTmpdir())
                    .put("exclude_slash_tmp", settings.excludeSlashTmp());
        }
        return policy.build();
    }
}
