package io.codex4j.engine;

import io.codex4j.api.Cancellation;
import io.codex4j.api.HostContext;
import io.codex4j.api.JsonObject;
import io.codex4j.api.Plugin;
import io.codex4j.api.model.ModelEvent;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.ModelItem.CallKind;
import io.codex4j.api.model.ModelItem.Role;
import io.codex4j.api.model.ModelProvider;
import io.codex4j.api.model.ModelProviderConfig;
import io.codex4j.api.model.ModelProviderFactory;
import io.codex4j.api.model.ModelRequest;
import io.codex4j.api.model.ModelStream;
import io.codex4j.api.model.TokenUsage;
import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.Tool;
import io.codex4j.api.tool.ToolCall;
import io.codex4j.api.tool.ToolContext;
import io.codex4j.api.tool.ToolFactory;
import io.codex4j.api.tool.ToolResult;
import io.codex4j.api.tool.ToolSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A plugin as a third party would write it: one model provider that says what the test told it to, and tools. */
final class AcmePlugin implements Plugin, ModelProviderFactory {
    private final Deque<List<ModelEvent>> answers = new ArrayDeque<>();
    private final List<ModelRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<Tool> tools = new ArrayList<>();

    /** What a tool does, as a test writes it. */
    interface Body {
        ToolResult call(ToolCall call, ToolContext context) throws ActionRefusedException, InterruptedException;
    }

    AcmePlugin tool(String name, boolean parallelSafe, Body body) {
        ToolSpec spec = new ToolSpec.Function(name, "Test tool.", JsonObject.of(Map.of("type", "object")));
        tools.add(new Tool() {
            @Override
            public ToolSpec spec() {
                return spec;
            }

            @Override
            public boolean parallelSafe() {
                return parallelSafe;
            }

            @Override
            public ToolResult call(ToolCall call, ToolContext context)
                    throws ActionRefusedException, InterruptedException {
                return body.call(call, context);
            }
        });
        return this;
    }

    AcmePlugin answer(ModelItem... items) {
        List<ModelEvent> events = new ArrayList<>();
        for (ModelItem item : items) {
            events.add(new ModelEvent.ItemDone(item));
        }
        events.add(new ModelEvent.Completed("r", new TokenUsage(100, 0, 10, 0, 110)));
        answers.add(events);
        return this;
    }

    AcmePlugin failure(ModelFailure.Kind kind, ModelItem... items) {
        List<ModelEvent> events = new ArrayList<>();
        for (ModelItem item : items) {
            events.add(new ModelEvent.ItemDone(item));
        }
        events.add(new ModelEvent.Failed(ModelFailure.of(kind, "it went wrong: " + kind)));
        answers.add(events);
        return this;
    }

    static ModelItem say(String text) {
        return ModelItem.Message.of(Role.ASSISTANT, text);
    }

    static ModelItem call(String tool, String callId, String arguments) {
        return new ModelItem.ToolInvocation(CallKind.FUNCTION, callId, tool, arguments, "", JsonObject.empty());
    }

    List<ModelRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public String id() {
        return "acme";
    }

    @Override
    public List<ModelProviderFactory> modelProviders() {
        return List.of(this);
    }

    @Override
    public List<ToolFactory> tools() {
        return List.of(ToolFactory.of("acme", tools.toArray(Tool[]::new)));
    }

    @Override
    public String name() {
        return "acme";
    }

    @Override
    public ModelProvider create(ModelProviderConfig config, HostContext context) {
        return new ModelProvider() {
            @Override
            public ModelStream open(ModelRequest request, Cancellation cancellation) {
                requests.add(request);
                List<ModelEvent> next = answers.poll();
                if (next == null) {
                    throw new IllegalStateException("the test has told no further answer");
                }
                Deque<ModelEvent> events = new ArrayDeque<>(next);
                return new ModelStream() {
                    @Override
                    public ModelEvent next() {
                        return events.remove();
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }
}
