package io.codex4j.tools;

import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolResult;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Apply the patch of a command that does nothing but apply a patch, in place of running it. */
final class PatchInterception {
    private static final String IMPLICIT =
            "this is a patch, but apply_patch is not called; rerun as" + " [\"apply_patch\", \"<patch>\"]";

    private final PatchRunner patches;
    private final JsonCodec json;

    PatchInterception(PatchRunner patches, JsonCodec json) {
        this.patches = patches;
        this.json = json;
    }

    /** Return what came of the patch, or null if the command is an ordinary one. */
    PatchRunner.@Nullable Outcome tryRun(@Nullable PatchCommand command, Path directory, String id, ToolContext context)
            throws ActionRefusedException, InterruptedException {
        if (command == null) {
            return null;
        }
        if (command.implicit()) {
            return PatchRunner.unverified(IMPLICIT);
        }
        return patches.run(
                command.patch(), directory.resolve(command.directory()).normalize(), id, context);
    }

    /** Return the result as command sessions have it. */
    ToolResult sessionResult(PatchRunner.Outcome outcome) {
        return result(outcome, "Wall time: " + CommandText.tenThousandths(outcome.wallTime()) + " seconds\nOutput:\n");
    }

    /** Return the result as a command line that was run to its end has it. */
    ToolResult commandLineResult(PatchRunner.Outcome outcome) {
        return result(outcome, "");
    }

    private ToolResult result(PatchRunner.Outcome outcome, String heading) {
        if (!outcome.attempted()) {
            return ToolResult.failure(outcome.output());
        }
        JsonObject metadata = JsonObject.builder()
                .put("exit_code", outcome.exitCode())
                .put("duration_seconds", CommandText.roundedTenths(outcome.wallTime()) / 10.0)
                .build();
        String text = heading
                + json.write(JsonObject.builder()
                        .put("output", outcome.output())
                        .put("metadata", metadata)
                        .build());
        return outcome.exitCode() == 0 ? ToolResult.success(text) : ToolResult.failure(text);
    }
}
