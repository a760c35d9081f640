package io.codex4j.tools;

import io.codex4j.api.JsonObject;
import io.codex4j.api.tool.Tool;
import io.codex4j.api.tool.ToolActivity;
import io.codex4j.api.tool.ToolActivity.PlanStep;
import io.codex4j.api.tool.ToolActivity.StepStatus;
import io.codex4j.api.tool.ToolCall;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolResult;
import io.codex4j.api.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;

/** Show the user the model's plan. */
final class UpdatePlanTool implements Tool {
    @Override
    public ToolSpec spec() {
        JsonObject step = new Schema()
                .string("step", "What is to be done, in a few words.")
                .string("status", "One of: pending, in_progress, completed.")
                .require("step", "status");
        return new ToolSpec.Function(
                "update_plan",
                "Show the user a plan, or how far it has come. Always give the whole list; at most one step is in"
                        + " progress at a time.",
                new Schema()
                        .string("explanation", "Why the plan is as it is, or why it changes.")
                        .objects("plan", "All steps in order.", step)
                        .require("plan"));
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) {
        JsonObject arguments = call.arguments();
        if (!arguments.has("plan")) {
            throw CommandArguments.invalid("missing field `plan`");
        }
        List<PlanStep> steps = new ArrayList<>();
        for (JsonObject step : arguments.objects("plan")) {
            steps.add(new PlanStep(step.string("step"), status(step.string("status"))));
        }
        context.report(new ToolActivity.PlanUpdated(call.callId(), arguments.string("explanation", ""), steps));
        return ToolResult.success("Plan updated");
    }

    private static StepStatus status(String name) {
        return switch (name) {
            case "pending" -> StepStatus.PENDING;
            case "in_progress" -> StepStatus.IN_PROGRESS;
            case "completed" -> StepStatus.COMPLETED;
            default ->
                throw CommandArguments.invalid("unknown variant `" + name
                        + "` for `status`, expected one of `pending`, `in_progress`, `completed`");
        };
    }
}
