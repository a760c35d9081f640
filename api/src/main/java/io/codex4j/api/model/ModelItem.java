package io.codex4j.api.model;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import java.util.List;
import org.apiguardian.api.API;

/**
 * One item of a conversation: what was said, thought, called or answered.
 *
 * <p>The JSON form is that of items of the Responses API, which is also the form of {@code response_item} lines in
 * rollout files. Members that have no component here are kept in {@code extra} and written back.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface ModelItem {
    /** Return the JSON form, as it is sent to a model and kept in a rollout; ids that a server gave are left out. */
    default JsonObject toJson() {
        return ModelItemJson.write(this);
    }

    /**
     * Read the JSON form; an item of a kind that is not known becomes {@link Other}.
     *
     * @throws PluginException if a member that the kind needs is missing or has another type
     */
    static ModelItem fromJson(JsonObject json) {
        return ModelItemJson.read(json);
    }

    /** Who says a message. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    enum Role {
        DEVELOPER,
        USER,
        ASSISTANT,
        SYSTEM
    }

    /** Whether a tool takes JSON arguments or plain text. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    enum CallKind {
        FUNCTION,
        FREEFORM
    }

    /**
     * A message.
     *
     * @param role who says it
     * @param content its pieces
     * @param id the server's id of the item, or empty
     * @param extra further members, such as {@code phase}
     */
    record Message(Role role, List<ContentPart> content, String id, JsonObject extra) implements ModelItem {
        public Message {
            content = List.copyOf(content);
        }

        /** Return a message of one text. */
        public static Message of(Role role, String text) {
            return new Message(role, List.of(new ContentPart.Text(text)), "", JsonObject.empty());
        }

        /** Return all texts of the message in a row. */
        public String text() {
            StringBuilder joined = new StringBuilder();
            for (ContentPart part : content) {
                if (part instanceof ContentPart.Text text) {
                    joined.append(text.text());
                }
            }
            return joined.toString();
        }
    }

    /**
     * What the model thought.
     *
     * @param summary summaries for a person
     * @param content the thoughts themselves, where the model shows them
     * @param encrypted the thoughts as the server wants them back, or empty
     * @param id the server's id of the item, or empty
     */
    record Reasoning(List<String> summary, List<String> content, String encrypted, String id) implements ModelItem {
        public Reasoning {
            summary = List.copyOf(summary);
            content = List.copyOf(content);
        }
    }

    /**
     * A call of a tool.
     *
     * @param kind how the input is to be read
     * @param callId the id that its output must name
     * @param name name of the tool
     * @param input JSON text or plain text, unchecked
     * @param id the server's id of the item, or empty
     * @param extra further members, such as {@code status} or {@code namespace}
     */
    record ToolInvocation(CallKind kind, String callId, String name, String input, String id, JsonObject extra)
            implements ModelItem {}

    /**
     * What a tool returned.
     *
     * @param kind the kind of the call
     * @param callId the id of the call
     * @param content what the model is shown
     */
    record ToolOutput(CallKind kind, String callId, List<ContentPart> content) implements ModelItem {
        public ToolOutput {
            content = List.copyOf(content);
        }

        /** Return an output of one text. */
        public static ToolOutput of(CallKind kind, String callId, String text) {
            return new ToolOutput(kind, callId, List.of(new ContentPart.Text(text)));
        }
    }

    /**
     * A search that the server did for the model.
     *
     * @param action what was done, such as {@code {"type":"search","query":"…"}}; empty while it is not known
     * @param status the server's word for how far it is
     * @param id the server's id of the item, or empty
     */
    record WebSearch(JsonObject action, String status, String id) implements ModelItem {}

    /**
     * An item of a kind that is not modelled; kept as it came.
     *
     * @param json the whole item
     */
    record Other(JsonObject json) implements ModelItem {}
}
