package io.codex4j.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.codex4j.api.Cancellation;
import io.codex4j.api.Plugin;
import io.codex4j.api.model.ModelEvent;
import io.codex4j.api.model.ModelException;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelProvider;
import io.codex4j.api.model.ModelProviderConfig;
import io.codex4j.api.model.ModelProviderFactory;
import io.codex4j.api.model.ModelRequest;
import io.codex4j.api.model.ModelStream;
import io.codex4j.protocol.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OpenAiProviderTest {
    private static final String SECRET = "sk-very-secret-0123456789";

    @TempDir
    private Path home;

    private final List<HttpExchange> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\"}}\n\n";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(status, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer.getBytes(UTF_8));
        }
    }

    @Test
    void thePluginIsFoundAndServesTheResponsesApi() {
        Plugin plugin = ServiceLoader.load(Plugin.class).findFirst().orElseThrow();
        assertEquals("openai", plugin.id());
        ModelProviderFactory factory = plugin.modelProviders().getFirst();
        assertEquals("openai", factory.name());
        assertEquals(Set.of("responses"), factory.wireApis());
    }

    @Test
    void aCustomProviderIsAskedAsItsSettingsSay() throws Exception {
        String settings =
                "{\"base_url\":\"" + base() + "/v1/\",\"env_key\":\"K\",\"query_params\":{\"api-version\":\"1\"},"
                        + "\"http_headers\":{\"X-One\":\"1\",\"User-Agent\":\"mine\"},\"env_http_headers\":{\"X-Two\":\"TWO\"}}";
        try (ModelProvider provider = create("mine", settings, Map.of("K", SECRET, "TWO", "2"))) {
            assertInstanceOf(ModelEvent.Completed.class, ask(provider));
        }
        HttpExchange request = requests.getFirst();
        assertEquals("/v1/responses?api-version=1", request.getRequestURI().toString());
        assertEquals("Bearer " + SECRET, request.getRequestHeaders().getFirst("authorization"));
        assertEquals("1", request.getRequestHeaders().getFirst("x-one"));
        assertEquals("2", request.getRequestHeaders().getFirst("x-two"));
        assertEquals(List.of("mine"), request.getRequestHeaders().get("user-agent"));
    }

    @Test
    void noKeyMeansNoHeader() throws Exception {
        try (ModelProvider provider =
                create("mine", "{\"base_url\":\"" + base() + "\"}", Map.of("OPENAI_API_KEY", "x"))) {
            assertInstanceOf(ModelEvent.Completed.class, ask(provider));
        }
        assertFalse(requests.getFirst().getRequestHeaders().containsKey("authorization"));
    }

    @Test
    void theBuiltInProviderSendsTheKeyOfTheAccount() throws Exception {
        Map<String, String> environment = Map.of("OPENAI_BASE_URL", base() + "/v1", "OPENAI_API_KEY", SECRET);
        try (ModelProvider provider = create("openai", "{}", environment)) {
            assertInstanceOf(ModelEvent.Completed.class, ask(provider));
        }
        assertEquals("Bearer " + SECRET, requests.getFirst().getRequestHeaders().getFirst("authorization"));
    }

    @Test
    void aMissingKeyIsSaidBeforeAnythingIsSent() {
        try (ModelProvider provider = create("mine", "{\"base_url\":\"" + base() + "\",\"env_key\":\"K\"}", Map.of())) {
            ModelException refused = assertThrows(ModelException.class, () -> ask(provider));
            assertEquals("Missing environment variable: `K`.", refused.getMessage());
        }
        assertEquals(List.of(), requests);
    }

    @Test
    void aKeyThatIsEchoedIsNotShown() {
        status = 401;
        answer = "{\"error\":{\"message\":\"Incorrect API key provided: " + SECRET + ", seen at ?k=hidden-value\"}}";
        String settings =
                "{\"base_url\":\"" + base() + "\",\"env_key\":\"K\",\"query_params\":{\"k\":\"hidden-value\"}}";
        try (ModelProvider provider = create("mine", settings, Map.of("K", SECRET))) {
            ModelFailure failure =
                    assertThrows(ModelException.class, () -> ask(provider)).failure();
            assertEquals(ModelFailure.Kind.UNAUTHENTICATED, failure.kind());
            assertTrue(failure.message().contains("401 Unauthorized"), failure.message());
            assertTrue(failure.message().contains("Incorrect API key provided: ***"), failure.message());
            assertTrue(failure.message().contains(base() + "/responses"), failure.message());
            assertFalse(failure.message().contains("hidden-value"), failure.message());
        }
        assertEquals(1, requests.size());
    }

    @Test
    void requestsAreRetriedAsOftenAsTheSettingsSay() {
        status = 500;
        answer = "";
        String settings = "{\"base_url\":\"" + base() + "\",\"request_max_retries\":1}";
        try (ModelProvider provider = create("mine", settings, Map.of())) {
            assertThrows(ModelException.class, () -> ask(provider));
        }
        assertEquals(2, requests.size());
    }

    @Test
    void modelsAreDescribed() {
        try (ModelProvider provider = create("mine", "{\"base_url\":\"" + base() + "\"}", Map.of())) {
            assertTrue(provider.describe("gpt-5.4").known());
            assertFalse(provider.describe("mock-model").known());
        }
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private ModelProvider create(String id, String settings, Map<String, String> environment) {
        return new OpenAiPlugin()
                .modelProviders()
                .getFirst()
                .create(new ModelProviderConfig(id, Json.CODEC.parse(settings)), new TestHost(environment, home));
    }

    private static ModelEvent ask(ModelProvider provider) throws ModelException {
        try (ModelStream stream =
                provider.open(ModelRequest.builder("gpt", "thread-1").build(), Cancellation.none())) {
            return stream.next();
        }
    }
}
