package io.codex4j.api.model;

import io.codex4j.api.JsonObject;
import io.codex4j.api.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Ask a model for the next step of a conversation.
 *
 * @param model slug of the model
 * @param instructions the base instructions
 * @param input the conversation so far, oldest item first
 * @param tools what the model may call
 * @param parallelToolCalls whether it may call several at once
 * @param reasoning how to reason, where the model does
 * @param verbosity {@code low}, {@code medium} or {@code high}
 * @param serviceTier the server's name of a class of service
 * @param outputSchema JSON schema that the final message must follow
 * @param threadId id of the conversation, stable over turns and restarts
 * @param turnMetadata what the server may be told about the turn, as one JSON object
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ModelRequest(
        String model,
        String instructions,
        List<ModelItem> input,
        List<ToolSpec> tools,
        boolean parallelToolCalls,
        Optional<ReasoningSettings> reasoning,
        Optional<String> verbosity,
        Optional<String> serviceTier,
        Optional<JsonObject> outputSchema,
        String threadId,
        JsonObject turnMetadata) {
    public ModelRequest {
        input = List.copyOf(input);
        tools = List.copyOf(tools);
    }

    /** Return a builder for a request to a model, in a conversation. */
    public static Builder builder(String model, String threadId) {
        return new Builder(model, threadId);
    }

    /** Collect the parts of a request. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public static final class Builder {
        private final String model;
        private final String threadId;
        private String instructions = "";
        private List<ModelItem> input = List.of();
        private List<ToolSpec> tools = List.of();
        private boolean parallelToolCalls;
        private Optional<ReasoningSettings> reasoning = Optional.empty();
        private Optional<String> verbosity = Optional.empty();
        private Optional<String> serviceTier = Optional.empty();
        private Optional<JsonObject> outputSchema = Optional.empty();
        private JsonObject turnMetadata = JsonObject.empty();

        private Builder(String model, String threadId) {
            this.model = model;
            this.threadId = threadId;
        }

        public Builder instructions(String text) {
            instructions = text;
            return this;
        }

        public Builder input(List<ModelItem> items) {
            input = items;
            return this;
        }

        public Builder tools(List<ToolSpec> specs) {
            tools = specs;
            return this;
        }

        public Builder parallelToolCalls(boolean allowed) {
            parallelToolCalls = allowed;
            return this;
        }

        public Builder reasoning(Optional<ReasoningSettings> settings) {
            reasoning = settings;
            return this;
        }

        public Builder verbosity(Optional<String> level) {
            verbosity = level;
            return this;
        }

        public Builder serviceTier(Optional<String> tier) {
            serviceTier = tier;
            return this;
        }

        public Builder outputSchema(Optional<JsonObject> schema) {
            outputSchema = schema;
            return this;
        }

        public Builder turnMetadata(JsonObject metadata) {
            turnMetadata = metadata;
            return this;
        }

        public ModelRequest build() {
            return new ModelRequest(
                    model,
                    instructions,
                    input,
                    tools,
                    parallelToolCalls,
                    reasoning,
                    verbosity,
                    serviceTier,
                    outputSchema,
                    threadId,
                    turnMetadata);
        }
    }
}
