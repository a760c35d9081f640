package io.codex4j.scripted;

import io.codex4j.api.Plugin;
import io.codex4j.api.model.ModelProviderFactory;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Contribute the model provider {@code scripted}, which replays a scenario file with no network.
 *
 * <p>The file is named by {@code scenario} in {@code [model_providers.<id>]} or in {@code [plugins.scripted]}, relative
 * to {@code $CODEX_HOME}.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ScriptedPlugin implements Plugin {
    @Override
    public String id() {
        return ScriptedProviderFactory.NAME;
    }

    @Override
    public List<ModelProviderFactory> modelProviders() {
        return List.of(new ScriptedProviderFactory());
    }
}
