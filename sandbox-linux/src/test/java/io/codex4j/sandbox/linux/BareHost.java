package io.codex4j.sandbox.linux;

import io.codex4j.api.HostContext;
import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import java.nio.file.Path;
import java.util.Map;

/** A host without settings, for a plugin that asks for none. */
record BareHost() implements HostContext {
    @Override
    public JsonObject pluginConfig() {
        return JsonObject.empty();
    }

    @Override
    public Map<String, String> environment() {
        return System.getenv();
    }

    @Override
    public Path home() {
        throw new UnsupportedOperationException();
    }

    @Override
    public JsonCodec json() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ClientInfo client() {
        return new ClientInfo("test", "0");
    }
}
