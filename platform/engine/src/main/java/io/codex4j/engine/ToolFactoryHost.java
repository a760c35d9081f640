package io.codex4j.engine;

import io.codex4j.api.HostContext;
import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.api.model.ModelInfo;
import io.codex4j.api.tool.ToolFactoryContext;
import io.codex4j.config.Config;
import java.nio.file.Path;
import java.util.Map;

/** What the tools of a session are made from. */
record ToolFactoryHost(HostContext host, Config config, ModelInfo model) implements ToolFactoryContext {
    @Override
    public boolean feature(String key) {
        return config.features().isEnabled(key);
    }

    @Override
    public boolean loginShellAllowed() {
        return config.permissions().allowLoginShell();
    }

    @Override
    public JsonObject pluginConfig() {
        return host.pluginConfig();
    }

    @Override
    public Map<String, String> environment() {
        return host.environment();
    }

    @Override
    public Path home() {
        return host.home();
    }

    @Override
    public JsonCodec json() {
        return host.json();
    }

    @Override
    public ClientInfo client() {
        return host.client();
    }
}
