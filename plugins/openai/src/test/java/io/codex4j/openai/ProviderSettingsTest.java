package io.codex4j.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelProviderConfig;
import io.codex4j.protocol.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderSettingsTest {
    private static final String SECRET = "sk-very-secret-0123456789";

    @Test
    void theBuiltInProviderNeedsNoSettings() {
        ProviderSettings settings = read("openai", "{}", Map.of());
        assertEquals("https://api.openai.com/v1/responses", settings.uri().toString());
        assertEquals(new KeySource.Account(), settings.key());
        assertEquals(4, settings.retries().maxRetries());
        assertEquals(Duration.ofMinutes(5), settings.idleTimeout());
        assertEquals(Map.of(), settings.headers());
    }

    @Test
    void theBuiltInProviderCanBeSentElsewhere() {
        Map<String, String> environment = Map.of("OPENAI_BASE_URL", "http://env/v2/");
        assertEquals(
                "http://env/v2/responses",
                read("openai", "{}", environment).uri().toString());
        assertEquals(
                "http://config/responses",
                read("openai", "{\"openai_base_url\":\"http://config\"}", environment)
                        .uri()
                        .toString());
        assertEquals(
                "https://api.openai.com/v1/responses",
                read("openai", "{}", Map.of("OPENAI_BASE_URL", " ")).uri().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:1/v1,http://h:1/v1/responses",
        "http://h:1/v1///,http://h:1/v1/responses",
        "HTTPS://h,HTTPS://h/responses",
        "http://[::1]:8/v1,http://[::1]:8/v1/responses",
        "http://h/v1?api-version=1,http://h/v1/responses?api-version=1&a%20b=c%2Fd%26",
    })
    void theAddressIsPutTogether(String base, String expected) {
        String query = base.contains("?") ? ",\"query_params\":{\"a b\":\"c/d&\"}" : "";
        assertEquals(
                expected, custom("\"base_url\":\"" + base + "\"" + query).uri().toString());
    }

    @Test
    void headersComeFromConfigAndEnvironment() {
        ProviderSettings settings = read(
                "x",
                "{\"base_url\":\"http://h\",\"http_headers\":{\"X-One\":\"1\",\"User-Agent\":\"me\"},"
                        + "\"env_http_headers\":{\"X-Two\":\"TWO\",\"X-Three\":\"THREE\",\"X-Four\":\"FOUR\"}}",
                Map.of("TWO", "2\n", "FOUR", ""));
        assertEquals(Map.of("x-one", "1", "user-agent", "me", "x-two", "2"), settings.headers());
    }

    @Test
    void keysComeFromWhereTheSettingsSay() {
        assertEquals(new KeySource.None(), custom("\"base_url\":\"http://h\"").key());
        assertEquals(
                new KeySource.Variable("K", "ask Bob"),
                custom("\"base_url\":\"http://h\",\"env_key\":\"K\",\"env_key_instructions\":\"ask Bob\","
                                + "\"experimental_bearer_token\":\"t\"")
                        .key());
        assertEquals(
                new KeySource.Given("t"),
                custom("\"base_url\":\"http://h\",\"experimental_bearer_token\":\"t\"")
                        .key());
        assertEquals(
                new KeySource.Account(),
                custom("\"base_url\":\"http://h\",\"requires_openai_auth\":true")
                        .key());
    }

    @Test
    void numbersAreBounded() {
        ProviderSettings settings =
                custom("\"base_url\":\"http://h\",\"request_max_retries\":5000,\"stream_idle_timeout_ms\":700");
        assertEquals(100, settings.retries().maxRetries());
        assertEquals(Duration.ofMillis(700), settings.idleTimeout());
        assertEquals(
                0,
                custom("\"base_url\":\"http://h\",\"request_max_retries\":0")
                        .retries()
                        .maxRetries());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | base_url",
                "\"base_url\":\"\" | base_url",
                "\"base_url\":\"ftp://h\" | base_url",
                "\"base_url\":\"localhost:8000/v1\" | base_url",
                "\"base_url\":\"http://\" | base_url",
                "\"base_url\":\"http://a b\" | base_url",
                "\"base_url\":\"http://me:pw@h\" | base_url",
                "\"base_url\":7 | base_url",
                "\"base_url\":\"http://h\",\"wire_api\":\"chat\" | wire_api",
                "\"base_url\":\"http://h\",\"wire_api\":\"telepathy\" | wire_api",
                "\"base_url\":\"http://h\",\"env_key\":[] | env_key",
                "\"base_url\":\"http://h\",\"http_headers\":{\"a b\":\"x\"} | http_headers",
                "\"base_url\":\"http://h\",\"http_headers\":{\"Host\":\"x\"} | http_headers",
                "\"base_url\":\"http://h\",\"http_headers\":{\"\":\"x\"} | http_headers",
                "\"base_url\":\"http://h\",\"http_headers\":{\"x\":\"a\\nb\"} | http_headers",
                "\"base_url\":\"http://h\",\"http_headers\":{\"x\":7} | x",
                "\"base_url\":\"http://h\",\"http_headers\":7 | http_headers",
                "\"base_url\":\"http://h\",\"query_params\":{\"x\":true} | x",
                "\"base_url\":\"http://h\",\"request_max_retries\":-1 | request_max_retries",
                "\"base_url\":\"http://h\",\"request_max_retries\":\"many\" | request_max_retries",
                "\"base_url\":\"http://h\",\"stream_idle_timeout_ms\":0 | stream_idle_timeout_ms",
                "\"base_url\":\"http://h\",\"experimental_bearer_token\":\"a\\u0001b\" | experimental_bearer_token",
            })
    void whatIsWrongIsNamed(String members, String key) {
        PluginException refused = assertThrows(PluginException.class, () -> custom(members));
        assertEquals(ErrorCode.INVALID_CONFIG, refused.code());
        assertTrue(refused.getMessage().contains(key), refused.getMessage());
        assertTrue(refused.getMessage().contains("[model_providers.mine]"), refused.getMessage());
    }

    @Test
    void whoStillWantsTheOldApiIsToldWhatToDo() {
        PluginException refused =
                assertThrows(PluginException.class, () -> custom("\"base_url\":\"http://h\",\"wire_api\":\"chat\""));
        assertTrue(refused.getMessage().contains("wire_api = \"responses\""), refused.getMessage());
    }

    @Test
    void aWrongVariableIsNamedAsSuch() {
        PluginException refused =
                assertThrows(PluginException.class, () -> read("openai", "{}", Map.of("OPENAI_BASE_URL", "nonsense")));
        assertTrue(refused.getMessage().contains("variable OPENAI_BASE_URL"), refused.getMessage());
    }

    @Test
    void secretsAreKnownAndNeverShown() {
        ProviderSettings settings =
                custom("\"base_url\":\"http://h/v1?code=" + SECRET + "1\",\"query_params\":{\"k\":\"" + SECRET
                        + "2/\"},\"http_headers\":{\"authorization\":\"Basic " + SECRET + "3\",\"a\":\"b\"}");
        assertTrue(
                settings.secrets().containsAll(List.of(SECRET + "1", SECRET + "2/", SECRET + "2%2F", SECRET + "3")),
                () -> settings.secrets().toString());
        assertFalse(settings.secrets().contains("b"));
        assertFalse(settings.toString().contains(SECRET), settings.toString());
        assertFalse(new KeySource.Given(SECRET).toString().contains(SECRET));
    }

    @Test
    void refusalsShowNoSecrets() {
        for (String members : List.of(
                "\"base_url\":\"http://h\",\"http_headers\":{\"x\":\"" + SECRET + "\\n\"}",
                "\"base_url\":\"http://h\",\"experimental_bearer_token\":\"" + SECRET + "\\u0001\"",
                "\"base_url\":\"http://u:" + SECRET + "@h\"",
                "\"base_url\":\"http://h/ ?" + SECRET + "\"")) {
            PluginException refused = assertThrows(PluginException.class, () -> custom(members));
            assertFalse(refused.getMessage().contains(SECRET), refused.getMessage());
        }
    }

    private static ProviderSettings custom(String members) {
        return read("mine", "{" + members + "}", Map.of());
    }

    private static ProviderSettings read(String id, String settings, Map<String, String> environment) {
        return ProviderSettings.read(new ModelProviderConfig(id, Json.CODEC.parse(settings)), environment);
    }
}
