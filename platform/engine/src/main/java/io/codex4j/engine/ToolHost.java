package io.codex4j.engine;

import io.codex4j.api.Cancellation;
import io.codex4j.api.model.ModelInfo.OutputLimit;
import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.CommandRequest;
import io.codex4j.api.tool.ToolActivity;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.Workspace;
import io.codex4j.policy.Action;
import io.codex4j.policy.Decision;
import io.codex4j.policy.PermissionPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What one call of a tool may do with the world. */
record ToolHost(
        Path directory,
        PermissionPolicy permissions,
        CommandStarter commands,
        ActivityEvents activities,
        OutputLimit outputLimit,
        Cancellation cancellation)
        implements ToolContext, Workspace {
    @Override
    public Workspace workspace() {
        return this;
    }

    @Override
    public Path checkWritable(Path file) throws ActionRefusedException {
        return switch (permissions.decide(new Action.WriteFile(directory.resolve(file)))) {
            case Decision.WriteTo write -> write.realFile();
            case Decision.Refuse refused -> throw new ActionRefusedException(refused.reason());
            case Decision.RunUnder run -> throw new IllegalStateException("a file is no command: " + run);
        };
    }

    @Override
    public SandboxedProcess start(CommandRequest request) throws ActionRefusedException {
        cancellation.throwIfCancelled();
        return commands.start(request);
    }

    @Override
    public void report(ToolActivity activity) {
        activities.report(activity);
    }

    @Override
    public String shorten(String text, OptionalLong maxTokens) {
        OutputLimit limit = outputLimit;
        if (maxTokens.isPresent() && 4 * Math.max(0, maxTokens.getAsLong()) < outputLimit.bytes()) {
            limit = new OutputLimit(OutputLimit.Unit.TOKENS, (int) Math.max(0, maxTokens.getAsLong()));
        }
        return OutputShortener.shorten(text, limit);
    }
}
