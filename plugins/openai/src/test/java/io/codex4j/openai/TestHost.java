package io.codex4j.openai;

import io.codex4j.api.HostContext;
import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.protocol.Json;
import java.nio.file.Path;
import java.util.Map;

/** What a host offers, for tests. */
record TestHost(Map<String, String> environment, Path home) implements HostContext {
    @Override
    public JsonObject pluginConfig() {
        return JsonObject.empty();
    }

    @Override
    public JsonCodec json() {
        return Json.CODEC;
    }

    @Override
    public ClientInfo client() {
        return new ClientInfo("codex_exec", "0.1.0");
    }
}
