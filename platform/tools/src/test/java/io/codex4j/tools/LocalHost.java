package io.codex4j.tools;

import io.codex4j.api.CancellationSource;
import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.api.model.ContentPart;
import io.codex4j.api.model.ModelInfo;
import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.CommandRequest;
import io.codex4j.api.tool.Tool;
import io.codex4j.api.tool.ToolActivity;
import io.codex4j.api.tool.ToolCall;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolFactoryContext;
import io.codex4j.api.tool.ToolResult;
import io.codex4j.api.tool.ToolSet;
import io.codex4j.api.tool.Workspace;
import io.codex4j.protocol.Json;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host for the built-in tools: real processes, real files, no sandbox; one folder may be written. */
final class LocalHost implements ToolContext, ToolFactoryContext, AutoCloseable {
    final CancellationSource cancellation = new CancellationSource();
    final List<ToolActivity> activities = new CopyOnWriteArrayList<>();
    final List<LocalProcess> processes = new CopyOnWriteArrayList<>();
    final Set<String> features = new HashSet<>(Set.of("shell_tool", "unified_exec"));
    final Path directory;
    boolean loginAllowed = true;
    boolean freeform;
    boolean readOnly;
    String refusal = "";
    int shortenTo = Integer.MAX_VALUE;

    private ToolSet tools = List::of;

    LocalHost(Path directory) {
        try {
            this.directory = directory.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Make the tools, after the fields are set. */
    LocalHost start() {
        tools = new BuiltInToolsPlugin().tools().getFirst().create(this);
        return this;
    }

    List<Tool> tools() {
        return tools.tools();
    }

    Tool tool(String name) {
        return tools.tools().stream()
                .filter(tool -> tool.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    String call(String name, Object... namesAndValues) throws Exception {
        return text(result(name, namesAndValues));
    }

    ToolResult result(String name, Object... namesAndValues) throws Exception {
        JsonObject.Builder arguments = JsonObject.builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        JsonObject built = arguments.build();
        return tool(name).call(new ToolCall("call", name, built, Json.CODEC.write(built)), this);
    }

    String patch(String text) throws Exception {
        ToolCall call = new ToolCall("call", "apply_patch", JsonObject.empty(), text);
        return text(tool("apply_patch").call(call, this));
    }

    static String text(ToolResult result) {
        return ((ContentPart.Text) result.content().getFirst()).text();
    }

    <T extends ToolActivity> List<T> reported(Class<T> type) {
        List<T> found = new ArrayList<>();
        for (ToolActivity activity : activities) {
            if (type.isInstance(activity)) {
                found.add(type.cast(activity));
            }
        }
        return found;
    }

    boolean anyProcessAlive() {
        return processes.stream().anyMatch(process -> process.exitCode().isEmpty());
    }

    @Override
    public void close() {
        tools.close();
    }

    @Override
    public Workspace workspace() {
        return new LocalWorkspace();
    }

    @Override
    public CancellationSource cancellation() {
        return cancellation;
    }

    @Override
    public SandboxedProcess start(CommandRequest request) throws ActionRefusedException {
        if (!refusal.isEmpty()) {
            throw new ActionRefusedException(refusal);
        }
        if (request.streams() instanceof StandardStreams.Terminal) {
            throw new ActionRefusedException(
                    "no terminal", new SandboxException(SandboxException.Reason.SETUP_FAILED, "no terminal"));
        }
        LocalProcess process = new LocalProcess(request.argv(), request.directory(), directory);
        processes.add(process);
        return process;
    }

    @Override
    public void report(ToolActivity activity) {
        activities.add(activity);
    }

    @Override
    public String shorten(String text, OptionalLong maxTokens) {
        long limit = Math.min(shortenTo, maxTokens.orElse(Long.MAX_VALUE / 4) * 4);
        return text.length() <= limit
                ? text
                : "Total output lines: " + text.lines().count() + "\n\n" + text.substring(0, (int) limit) + "…";
    }

    @Override
    public ModelInfo model() {
        ModelInfo model = ModelInfo.unknown("some-model");
        return new ModelInfo(
                model.slug(),
                model.known(),
                model.contextWindow(),
                freeform,
                model.parallelToolCalls(),
                model.images(),
                model.reasoning(),
                model.verbosity(),
                model.toolOutputLimit());
    }

    @Override
    public boolean feature(String key) {
        return features.contains(key);
    }

    @Override
    public boolean loginShellAllowed() {
        return loginAllowed;
    }

    @Override
    public JsonObject pluginConfig() {
        return JsonObject.empty();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("PATH", "/usr/bin:/bin", "SHELL", "/bin/bash");
    }

    @Override
    public Path home() {
        return directory;
    }

    @Override
    public JsonCodec json() {
        return Json.CODEC;
    }

    @Override
    public ClientInfo client() {
        return new ClientInfo("test", "0");
    }

    private final class LocalWorkspace implements Workspace {
        @Override
        public Path directory() {
            return directory;
        }

        @Override
        public Path checkWritable(Path file) throws ActionRefusedException {
            try {
                Path existing = file.getParent();
                while (!Files.exists(existing)) {
                    existing = existing.getParent();
                }
                Path rest = existing.relativize(file);
                Path real = existing.toRealPath().resolve(rest);
                if (readOnly || !real.startsWith(directory) || real.startsWith(directory.resolve(".git"))) {
                    throw new ActionRefusedException(
                            "patch rejected: writing outside of the project; rejected by user approval settings");
                }
                return real;
            } catch (IOException e) {
                throw new ActionRefusedException("cannot look at " + file, e);
            }
        }
    }
}
