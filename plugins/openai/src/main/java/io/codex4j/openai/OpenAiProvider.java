package io.codex4j.openai;

import io.codex4j.api.Cancellation;
import io.codex4j.api.model.ModelException;
import io.codex4j.api.model.ModelInfo;
import io.codex4j.api.model.ModelProvider;
import io.codex4j.api.model.ModelRequest;
import io.codex4j.api.model.ModelStream;
import io.codex4j.toolkit.ResponsesClient;
import io.codex4j.toolkit.ResponsesEndpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answer requests by the Responses API of one server. */
final class OpenAiProvider implements ModelProvider {
    /** What is shorter is a placeholder such as {@code x}, and could not be masked without spoiling every message. */
    private static final int SHORTEST_KEY = 4;

    private final ProviderSettings settings;
    private final Credentials credentials;
    private final ResponsesClient client;

    OpenAiProvider(ProviderSettings settings, Credentials credentials, ResponsesClient client) {
        this.settings = settings;
        this.credentials = credentials;
        this.client = client;
    }

    @Override
    public ModelInfo describe(String model) {
        return ModelCatalogue.describe(model);
    }

    /** {@inheritDoc} The key is looked up anew each time, so that a login counts at once. */
    @Override
    public ModelStream open(ModelRequest request, Cancellation cancellation) throws ModelException {
        return client.open(endpoint(settings.key().find(credentials)), request, cancellation);
    }

    private ResponsesEndpoint endpoint(Optional<String> key) {
        Map<String, String> headers = new LinkedHashMap<>(settings.headers());
        List<String> secrets = new ArrayList<>(settings.secrets());
        if (key.isPresent()) {
            headers.put("authorization", "Bearer " + key.get());
            if (key.get().length() >= SHORTEST_KEY) {
                secrets.add(key.get());
            }
        }
        return new ResponsesEndpoint(settings.uri(), headers, secrets, settings.retries(), settings.idleTimeout());
    }

    @Override
    public void close() {
        client.close();
    }
}
