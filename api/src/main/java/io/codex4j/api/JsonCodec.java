package io.codex4j.api;

import org.apiguardian.api.API;

/** Read and write JSON text, so that a plugin needs no library for it. Given by the host; safe for several threads. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface JsonCodec {
    /**
     * Read one JSON object; strict, and bounded in depth.
     *
     * @throws PluginException with {@link ErrorCode#INVALID_VALUE} if the text is anything else
     */
    JsonObject parse(String text);

    /** Write an object in one line. */
    String write(JsonObject object);
}
