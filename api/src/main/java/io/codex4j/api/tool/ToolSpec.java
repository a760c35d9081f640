package io.codex4j.api.tool;

import io.codex4j.api.JsonObject;
import org.apiguardian.api.API;

/** Describe a tool to the model. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface ToolSpec {
    /** Return the name by which the model calls the tool. */
    String name();

    /**
     * A tool with JSON arguments.
     *
     * @param name letters, digits, {@code _} and {@code -}, at most 64
     * @param description what it does and when to use it
     * @param parameters JSON schema of the arguments, an object schema
     */
    record Function(String name, String description, JsonObject parameters) implements ToolSpec {}

    /**
     * A tool whose input is plain text that follows a grammar.
     *
     * @param name letters, digits, {@code _} and {@code -}, at most 64
     * @param description what it does and when to use it
     * @param syntax language of the grammar, such as {@code lark}
     * @param grammar the grammar
     */
    record Freeform(String name, String description, String syntax, String grammar) implements ToolSpec {}

    /**
     * A tool that the model's server runs by itself.
     *
     * @param name its type on the wire, such as {@code web_search}
     * @param settings further members on the wire
     */
    record Hosted(String name, JsonObject settings) implements ToolSpec {}
}
