package io.codex4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelProvidersTest {
    private ConfigFolders folders;

    @BeforeEach
    void createFolders(@TempDir Path temporary) throws IOException {
        folders = new ConfigFolders(temporary);
    }

    private ModelProviderDefinition provider(String id, String... overrides) throws ConfigException {
        Map<String, ModelProviderDefinition> providers =
                folders.config(overrides).modelProviders();
        assertTrue(providers.containsKey(id), providers::toString);
        return providers.get(id);
    }

    @Test
    void tableIsReadAndHandedOverWhole() throws Exception {
        folders.user(
                "[model_providers.mock]",
                "name = 'Mock'",
                "base_url = 'http://127.0.0.1:1/v1'",
                "http_headers = { X-A = 'b' }",
                "stream_max_retries = 2",
                "requires_openai_auth = false");
        assertEquals(
                new ModelProviderDefinition(
                        "mock",
                        "Mock",
                        "responses",
                        2,
                        Map.of(
                                "name",
                                "Mock",
                                "base_url",
                                "http://127.0.0.1:1/v1",
                                "http_headers",
                                Map.of("X-A", "b"),
                                "stream_max_retries",
                                2L,
                                "requires_openai_auth",
                                false)),
                provider("mock"));
    }

    @Test
    void absentFieldsHaveDefaultsAndRetriesAreCapped() throws Exception {
        folders.user("[model_providers.x]", "request_max_retries = 500");
        ModelProviderDefinition definition = provider("x");
        assertEquals("x", definition.name());
        assertEquals("responses", definition.wireApi());
        assertEquals(ModelProviderDefinition.DEFAULT_STREAM_MAX_RETRIES, definition.streamMaxRetries());
        assertEquals(100L, definition.settings().get("request_max_retries"));
        assertEquals(
                100,
                provider("x", "model_providers.x.stream_max_retries=1000000000000")
                        .streamMaxRetries());
    }

    @Test
    void fieldsMayComeFromTheCommandLine() throws Exception {
        folders.user("[model_providers.x]", "base_url = 'a'");
        Map<String, Object> settings = Map.of("base_url", "a", "query_params", Map.of("api-version", "2"));
        assertEquals(
                settings,
                provider("x", "model_providers.x.query_params.api-version=\"2\"")
                        .settings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "ollama", "lmstudio"})
    void builtInProvidersCannotBeRedefined(String id) throws Exception {
        folders.user("[model_providers." + id + "]", "name = 'x'");
        assertEquals(
                folders.userFile() + ":1:1: `" + id
                        + "` is a built-in provider, which cannot be defined anew; give this"
                        + " one another id, such as `" + id + "-custom`\n"
                        + "  |\n1 | [model_providers." + id + "]\n  | ^",
                folders.failure());
    }

    @Test
    void unknownFieldsAreWarnedAboutForTheKnownWireApiOnly() throws Exception {
        folders.user(
                "[model_providers.a]",
                "bse_url = 'x'",
                "[model_providers.b]",
                "wire_api = 'carrier-pigeon'",
                "pigeons = 3",
                "[profiles.p.model_providers.b]",
                "colour = 'grey'");
        assertEquals(
                List.of("Ignored an unknown setting: `model_providers.a.bse_url` in " + folders.userFile()
                        + ":2:1 (did you mean `base_url`?)"),
                folders.load().warnings());
        assertEquals(3L, provider("b").settings().get("pigeons"));
        assertEquals("carrier-pigeon", provider("b").wireApi());
    }

    @Test
    void baseUrlOfOpenaiIsHandedToItsProvider() throws Exception {
        assertEquals(
                Map.of("base_url", "http://proxy/v1"),
                provider("openai", "openai_base_url=\"http://proxy/v1\"").settings());
    }
}
