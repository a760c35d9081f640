package io.codex4j.testkit;

import org.apiguardian.api.API;

/**
 * Write a config.toml that makes a {@link ModelServer} the model provider. Immutable.
 *
 * @param model slug of the model
 * @param baseUrl where the provider is
 * @param top further lines at the top, each with its end
 * @param provider further lines of the provider's table, each with its end
 * @param tables further tables, each line with its end
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ConfigFile(String model, String baseUrl, String top, String provider, String tables) {
    /** The id under which the server is configured. */
    public static final String PROVIDER = "mock";

    /** Begin with a model that nobody knows, at a server. */
    public static ConfigFile of(ModelServer server) {
        return new ConfigFile("mock-model", server.baseUrl(), "", "", "");
    }

    /** Ask for another model. */
    public ConfigFile withModel(String slug) {
        return new ConfigFile(slug, baseUrl, top, provider, tables);
    }

    /** Add a line at the top, such as {@code sandbox_mode = "workspace-write"}. */
    public ConfigFile withTop(String line) {
        return new ConfigFile(model, baseUrl, top + line + "\n", provider, tables);
    }

    /** Add a line to the provider's table, such as {@code stream_max_retries = 1}. */
    public ConfigFile withProvider(String line) {
        return new ConfigFile(model, baseUrl, top, provider + line + "\n", tables);
    }

    /** Add a line at the end, such as {@code [features]} or a key of the table that was begun last. */
    public ConfigFile withTable(String line) {
        return new ConfigFile(model, baseUrl, top, provider, tables + line + "\n");
    }

    /** Return the file. */
    public String text() {
        return """
            model = "%s"
            model_provider = "%s"
            %s
            [model_providers.%s]
            name = "Mock"
            base_url = "%s"
            wire_api = "responses"
            %s
            %s\
            """.formatted(model, PROVIDER, top, PROVIDER, baseUrl, provider, tables);
    }
}
