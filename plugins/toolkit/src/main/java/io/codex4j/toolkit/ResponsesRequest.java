package io.codex4j.toolkit;

import io.codex4j.api.JsonObject;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.ModelRequest;
import io.codex4j.api.model.ReasoningSettings;
import io.codex4j.api.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Write requests to the Responses API.
 *
 * <p>Source of the format: the bodies that the Codex CLI 0.117 was seen to send, member by member and in their order.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ResponsesRequest {
    private static final String SCHEMA_NAME = "codex_output_schema";

    private ResponsesRequest() {}

    /** Return the body of a request; it asks for a stream, and that nothing is stored on the server. */
    public static JsonObject toJson(ModelRequest request) {
        JsonObject.Builder body = JsonObject.builder()
                .put("model", request.model())
                .put("instructions", request.instructions())
                .put("input", input(request.input()))
                .put("tools", tools(request.tools()))
                .put("tool_choice", "auto")
                .put("parallel_tool_calls", request.parallelToolCalls())
                .put("reasoning", reasoning(request))
                .put("store", false)
                .put("stream", true)
                .put("include", request.reasoning().isPresent() ? List.of("reasoning.encrypted_content") : List.of())
                .putIfPresent("service_tier", request.serviceTier())
                .put("prompt_cache_key", request.threadId());
        JsonObject text = text(request);
        if (!text.isEmpty()) {
            body.put("text", text);
        }
        return body.build();
    }

    private static List<JsonObject> input(List<ModelItem> items) {
        List<JsonObject> input = new ArrayList<>(items.size());
        for (ModelItem item : items) {
            input.add(item.toJson());
        }
        return input;
    }

    private static List<JsonObject> tools(List<ToolSpec> specs) {
        List<JsonObject> tools = new ArrayList<>(specs.size());
        for (ToolSpec spec : specs) {
            tools.add(tool(spec));
        }
        return tools;
    }

    /** Not a pattern switch: the JDK spins a class for each of those at run time, which start-up would pay for. */
    private static JsonObject tool(ToolSpec spec) {
        if (spec instanceof ToolSpec.Function function) {
            return JsonObject.builder()
                    .put("type", "function")
                    .put("name", function.name())
                    .put("description", function.description())
                    .put("strict", false)
                    .put("parameters", function.parameters())
                    .build();
        }
        if (spec instanceof ToolSpec.Freeform freeform) {
            return JsonObject.builder()
                    .put("type", "custom")
                    .put("name", freeform.name())
                    .put("description", freeform.description())
                    .put("format", grammar(freeform))
                    .build();
        }
        ToolSpec.Hosted hosted = (ToolSpec.Hosted) spec;
        return JsonObject.builder()
                .put("type", hosted.name())
                .putAll(hosted.settings())
                .build();
    }

    private static JsonObject grammar(ToolSpec.Freeform freeform) {
        return JsonObject.builder()
                .put("type", "grammar")
                .put("syntax", freeform.syntax())
                .put("definition", freeform.grammar())
                .build();
    }

    private static @Nullable JsonObject reasoning(ModelRequest request) {
        if (request.reasoning().isEmpty()) {
            return null;
        }
        ReasoningSettings settings = request.reasoning().get();
        return JsonObject.builder()
                .putIfPresent("effort", settings.effort())
                .putIfPresent("summary", settings.summary())
                .build();
    }

    private static JsonObject text(ModelRequest request) {
        JsonObject.Builder text = JsonObject.builder().putIfPresent("verbosity", request.verbosity());
        if (request.outputSchema().isPresent()) {
            JsonObject format = JsonObject.builder()
                    .put("type", "json_schema")
                    .put("strict", true)
                    .put("schema", request.outputSchema().get())
                    .put("name", SCHEMA_NAME)
                    .build();
            text.put("format", format);
        }
        return text.build();
    }
}
