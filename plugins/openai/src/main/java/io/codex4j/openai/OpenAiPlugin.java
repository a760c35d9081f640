package io.codex4j.openai;

import io.codex4j.api.Plugin;
import io.codex4j.api.model.ModelProviderFactory;
import java.util.List;
import org.apiguardian.api.API;

/** Contribute the provider {@code openai} and all providers that config.toml defines for the Responses API. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class OpenAiPlugin implements Plugin {
    /** For the service loader. */
    public OpenAiPlugin() {}

    @Override
    public String id() {
        return "openai";
    }

    @Override
    public List<ModelProviderFactory> modelProviders() {
        return List.of(new OpenAiProviderFactory());
    }
}
