package io.codex4j.api.model;

import io.codex4j.api.HostContext;
import io.codex4j.api.PluginException;
import java.util.Set;
import org.apiguardian.api.API;

/** Make a model provider. Implemented by plugins. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ModelProviderFactory {
    /** Return the provider id that config.toml names in {@code model_provider}. */
    String name();

    /**
     * Return the {@code wire_api} values that this factory serves for providers that config.toml defines in
     * {@code [model_providers.<id>]} and no factory is named after.
     */
    default Set<String> wireApis() {
        return Set.of();
    }

    /**
     * Make a provider. Called once a session, on a virtual thread of its own, before the first request: a place to
     * prepare what is slow, such as an HTTP client.
     *
     * @throws PluginException if the config is wrong; the message names the key
     */
    ModelProvider create(ModelProviderConfig config, HostContext context);
}
