package io.codex4j.api.tool;

import io.codex4j.api.JsonObject;
import org.apiguardian.api.API;

/**
 * A call by the model.
 *
 * @param callId id of the call, unique in its conversation
 * @param name name of the tool
 * @param arguments the arguments; empty for a freeform tool
 * @param input the input as the model wrote it: JSON text, or the plain text of a freeform tool
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ToolCall(String callId, String name, JsonObject arguments, String input) {}
