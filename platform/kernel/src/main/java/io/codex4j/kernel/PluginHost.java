package io.codex4j.kernel;

import io.codex4j.api.HostContext;
import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.config.Config;
import io.codex4j.protocol.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one plugin is offered by the host. */
record PluginHost(Config config, Map<String, String> environment, ClientInfo client, String plugin)
        implements HostContext {
    /** Keys of {@code [plugins."<id>"]} that are the host's, not the plugin's. */
    private static final Set<String> HOST_KEYS = Set.of("enabled", "trust", "container");

    @Override
    public JsonObject pluginConfig() {
        Map<String, @Nullable Object> table = config.plugins().get(plugin);
        if (table == null) {
            return JsonObject.empty();
        }
        JsonObject.Builder own = JsonObject.of(table).toBuilder();
        HOST_KEYS.forEach(own::remove);
        return own.build();
    }

    @Override
    public Path home() {
        return config.home();
    }

    @Override
    public JsonCodec json() {
        return Json.CODEC;
    }
}
