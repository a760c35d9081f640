package io.codex4j.openai;

import io.codex4j.api.HostContext;
import io.codex4j.api.model.ModelProvider;
import io.codex4j.api.model.ModelProviderConfig;
import io.codex4j.api.model.ModelProviderFactory;
import io.codex4j.toolkit.HttpClients;
import io.codex4j.toolkit.ResponsesClient;
import java.util.Set;

/** Make the built-in provider, or one that config.toml defines. */
final class OpenAiProviderFactory implements ModelProviderFactory {
    static final String NAME = "openai";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> wireApis() {
        return Set.of("responses");
    }

    @Override
    public ModelProvider create(ModelProviderConfig config, HostContext context) {
        ProviderSettings settings = ProviderSettings.read(config, context.environment());
        ResponsesClient client = new ResponsesClient(context, HttpClients.create(settings.uri()));
        return new OpenAiProvider(settings, new Credentials(context), client);
    }
}
