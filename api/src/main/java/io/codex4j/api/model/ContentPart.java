package io.codex4j.api.model;

import org.apiguardian.api.API;

/** One piece of a message or of a tool's output. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface ContentPart {
    /** Text. */
    record Text(String text) implements ContentPart {}

    /**
     * A picture.
     *
     * @param url a {@code data:} or {@code https:} URL
     */
    record Image(String url) implements ContentPart {}
}
