package io.codex4j.testkit;

import io.codex4j.api.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** List the models of a scenario. */
final class ModelListProtocol implements ServerProtocol {
    private static final JsonObject DEFAULT_MODEL = JsonObject.builder()
            .put("id", "mock-model")
            .put("object", "model")
            .put("created", 1_700_000_000)
            .put("owned_by", "mock")
            .build();

    @Override
    public boolean serves(HttpRequest request) {
        return request.route().endsWith("/models");
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        exchange.record();
        List<JsonObject> models = exchange.scenario().json().objects("models");
        if (models.isEmpty()) {
            models = List.of(DEFAULT_MODEL);
        }
        JsonObject.Builder list = JsonObject.builder().put("object", "list").put("data", models);
        if (models.stream().anyMatch(model -> model.has("slug"))) {
            // The shape of a full model catalogue.
            list.put("models", models);
        }
        exchange.send(200, Map.of("ETag", "W/\"mock\""), list.build());
    }
}
