package io.codex4j.engine;

import io.codex4j.api.Cancellation;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ContentPart;
import io.codex4j.api.model.ModelItem.CallKind;
import io.codex4j.api.model.ModelItem.ToolInvocation;
import io.codex4j.api.model.ModelItem.ToolOutput;
import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.Tool;
import io.codex4j.api.tool.ToolCall;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolResult;
import io.codex4j.api.tool.ToolSet;
import io.codex4j.api.tool.ToolSpec;
import io.codex4j.protocol.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** Find the tool of each call and run it; whatever goes wrong in a tool is told to the model. */
final class ToolRouter implements AutoCloseable {
    private static final String ABORTED = "aborted by user";

    private final List<ToolSet> toolSets;
    private final Map<String, Tool> tools = new LinkedHashMap<>();

    /** Take the first tool of each name. */
    ToolRouter(List<ToolSet> toolSets) {
        this.toolSets = List.copyOf(toolSets);
        for (ToolSet set : toolSets) {
            for (Tool tool : set.tools()) {
                tools.putIfAbsent(tool.spec().name(), tool);
            }
        }
    }

    /** Return what the model is told about the tools. */
    List<ToolSpec> specs() {
        List<ToolSpec> specs = new ArrayList<>();
        for (Tool tool : tools.values()) {
            if (tool.offered()) {
                specs.add(tool.spec());
            }
        }
        return specs;
    }

    /**
     * Run the calls of one answer and return their outputs, in the order of the calls.
     *
     * <p>Neighbours that are safe to run in parallel do so; any other call waits for those before it.
     */
    List<ToolOutput> run(List<ToolInvocation> calls, Function<Cancellation, ToolContext> contexts, Cancellation turn) {
        List<FutureTask<ToolOutput>> tasks = new ArrayList<>();
        List<FutureTask<ToolOutput>> running = new ArrayList<>();
        for (ToolInvocation call : calls) {
            FutureTask<ToolOutput> task = new FutureTask<>(() -> runOne(call, contexts.apply(turn), turn));
            tasks.add(task);
            Optional<Tool> tool = find(call);
            if (tool.isPresent() && tool.get().parallelSafe()) {
                running.add(task);
                Thread.ofVirtual().name("tool-" + call.callId()).start(task);
            } else {
                running.forEach(ToolRouter::join);
                running.clear();
                task.run();
            }
        }
        List<ToolOutput> outputs = new ArrayList<>();
        tasks.forEach(task -> outputs.add(join(task)));
        return outputs;
    }

    private static ToolOutput join(FutureTask<ToolOutput> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // Tools end by their cancellation; their output is still waited for, so that none is orphaned.
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Optional<Tool> find(ToolInvocation call) {
        return Optional.ofNullable(tools.get(call.name()));
    }

    private ToolOutput runOne(ToolInvocation call, ToolContext context, Cancellation turn) {
        if (turn.isCancelled()) {
            return ToolOutput.of(call.kind(), call.callId(), ABORTED);
        }
        Optional<Tool> tool = find(call);
        if (tool.isEmpty()) {
            String kind = call.kind() == CallKind.FREEFORM ? "unsupported custom tool call: " : "unsupported call: ";
            return ToolOutput.of(call.kind(), call.callId(), kind + call.name());
        }
        ToolCall parsed;
        try {
            parsed = parse(call);
        } catch (PluginException e) {
            return ToolOutput.of(call.kind(), call.callId(), "failed to parse function arguments: " + e.getMessage());
        }
        return new ToolOutput(call.kind(), call.callId(), content(tool.get(), parsed, context));
    }

    private static ToolCall parse(ToolInvocation call) {
        JsonObject arguments = call.kind() == CallKind.FREEFORM || call.input().isBlank()
                ? JsonObject.empty()
                : Json.CODEC.parse(call.input());
        return new ToolCall(call.callId(), call.name(), arguments, call.input());
    }

    private static List<ContentPart> content(Tool tool, ToolCall call, ToolContext context) {
        try {
            return tool.call(call, context).content();
        } catch (PluginException e) {
            return ToolResult.failure("failed to parse function arguments: " + e.getMessage())
                    .content();
        } catch (ActionRefusedException e) {
            return ToolResult.failure(e.getMessage()).content();
        } catch (CancellationException e) {
            return ToolResult.failure(ABORTED).content();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ToolResult.failure(ABORTED).content();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            return ToolResult.failure("the tool " + call.name() + " failed: " + e)
                    .content();
        }
    }

    @Override
    public void close() {
        toolSets.forEach(ToolSet::close);
    }
}
