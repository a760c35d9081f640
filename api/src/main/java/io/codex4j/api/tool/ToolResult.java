package io.codex4j.api.tool;

import io.codex4j.api.model.ContentPart;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What the model is shown of a call.
 *
 * @param content text and pictures
 * @param success whether the call did what was asked
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ToolResult(List<ContentPart> content, boolean success) {
    public ToolResult {
        content = List.copyOf(content);
    }

    /** Return the result of a call that did what was asked. */
    public static ToolResult success(String text) {
        return new ToolResult(List.of(new ContentPart.Text(text)), true);
    }

    /** Return the result of a call that failed. */
    public static ToolResult failure(String text) {
        return new ToolResult(List.of(new ContentPart.Text(text)), false);
    }
}
