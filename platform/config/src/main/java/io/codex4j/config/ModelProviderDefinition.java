package io.codex4j.config;

import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code [model_providers.<id>]}: what the host reads of it, and all of it for the provider.
 *
 * @param id the id
 * @param name {@code name}, for people; the id where it is absent
 * @param wireApi {@code wire_api}
 * @param streamMaxRetries {@code stream_max_retries}, 0 to 100
 * @param settings the whole table, checked, as plain maps, lists, strings, longs, doubles and booleans; retries are
 *     capped at 100
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record ModelProviderDefinition(
        String id, String name, String wireApi, int streamMaxRetries, Map<String, @Nullable Object> settings) {
    /** Retries of a broken stream where config.toml says nothing. */
    public static final int DEFAULT_STREAM_MAX_RETRIES = 5;
}
