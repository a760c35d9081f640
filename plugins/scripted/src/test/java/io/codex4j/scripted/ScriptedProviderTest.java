package io.codex4j.scripted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.Cancellation;
import io.codex4j.api.CancellationSource;
import io.codex4j.api.ErrorCode;
import io.codex4j.api.HostContext;
import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.api.Plugin;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelEvent;
import io.codex4j.api.model.ModelException;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelFailure.Kind;
import io.codex4j.api.model.ModelInfo;
import io.codex4j.api.model.ModelItem;
import io.codex4j.api.model.ModelProvider;
import io.codex4j.api.model.ModelProviderConfig;
import io.codex4j.api.model.ModelProviderFactory;
import io.codex4j.api.model.ModelRequest;
import io.codex4j.api.model.ModelStream;
import io.codex4j.api.model.TokenUsage;
import io.codex4j.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ScriptedProviderTest {
    private static final String MESSAGE = "\"items\": [{\"type\": \"message\", \"text\": \"Hello.\"}]";

    @TempDir
    Path home;

    @Test
    void thePluginIsFoundByItsService() {
        Plugin plugin = ServiceLoader.load(Plugin.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(ScriptedPlugin.class::isInstance)
                .findFirst()
                .orElseThrow();

        ModelProviderFactory factory = plugin.modelProviders().getFirst();
        assertEquals("scripted", plugin.id());
        assertEquals("scripted", factory.name());
        assertEquals(Set.of("scripted"), factory.wireApis());
    }

    @Test
    void aMessageIsReplayed() throws Exception {
        List<ModelEvent> events = replay("{" + MESSAGE + ", \"usage\": {\"input\": 3, \"cached\": 1, \"output\": 2}}");

        assertInstanceOf(ModelEvent.Created.class, events.getFirst());
        ModelItem item = events.stream()
                .filter(ModelEvent.ItemDone.class::isInstance)
                .map(event -> ((ModelEvent.ItemDone) event).item())
                .findFirst()
                .orElseThrow();
        assertEquals("Hello.", assertInstanceOf(ModelItem.Message.class, item).text());
        assertEquals(
                new TokenUsage(3, 1, 2, 0, 5),
                assertInstanceOf(ModelEvent.Completed.class, events.getLast()).usage());
    }

    @Test
    void theRequestIsWhatTemplatesSee() throws Exception {
        try (ModelProvider provider = provider(
                "{\"turns\": [{\"items\": [{\"type\": \"message\", \"text\": \"{{capture:code is (\\\\w+)}}\"}]}]}")) {
            ModelRequest request = ModelRequest.builder("m", "thread")
                    .input(List.of(ModelItem.Message.of(ModelItem.Role.USER, "the code is blue")))
                    .build();

            List<ModelEvent> events = drain(provider.open(request, Cancellation.none()));

            assertTrue(events.toString().contains("blue"), events.toString());
        }
    }

    @Test
    void anAnswerMayFailOrBeIncomplete() throws Exception {
        ModelFailure failed = failure(replay(
                "{\"end\": \"failed\", \"error\": {\"code\": \"context_length_exceeded\", \"message\": \"m\"}}"));
        assertEquals(Kind.CONTEXT_TOO_LONG, failed.kind());
        assertEquals(
                Kind.INCOMPLETE,
                failure(replay("{" + MESSAGE + ", \"end\": \"incomplete\"}")).kind());
    }

    @Test
    void aStreamThatIsCutIsABrokenStream() throws Exception {
        for (String end : List.of("none", "disconnect", "reset")) {
            ModelFailure failure = failure(replay("{" + MESSAGE + ", \"end\": \"" + end + "\"}"));
            assertEquals(Kind.BROKEN_STREAM, failure.kind(), end);
        }
    }

    @Test
    void aShortStallEndsAsABrokenStreamAndALongOneAsIdle() throws Exception {
        assertEquals(
                Kind.BROKEN_STREAM,
                failure(replay("{\"end\": \"stall\", \"stall_ms\": 20}")).kind());
        assertEquals(
                Kind.IDLE_TIMEOUT,
                failure(replay("{\"end\": \"stall\"}", Map.of("stream_idle_timeout_ms", 50)))
                        .kind());
        assertEquals(
                Kind.IDLE_TIMEOUT,
                failure(replay("{\"event_delay_ms\": 60000}", Map.of("stream_idle_timeout_ms", 50)))
                        .kind());
    }

    @Test
    void afterTheLastEventThereIsNone() throws Exception {
        ModelStream stream = open("{}", Cancellation.none());
        drain(stream);

        assertThrows(IllegalStateException.class, stream::next);
    }

    @Test
    void aStatusIsAFailureOfTheRightKind() {
        assertEquals(Kind.INVALID_REQUEST, refusal(400).kind());
        assertEquals(Kind.UNAUTHENTICATED, refusal(401).kind());
        assertEquals(Kind.RATE_LIMITED, refusal(429).kind());
        assertEquals(Kind.SERVER_ERROR, refusal(503).kind());
        assertEquals(Optional.of(Duration.ofSeconds(7)), refusal(429).retryAfter());
        assertTrue(
                refusal(400).message().contains("not like this"), refusal(400).message());
    }

    @Test
    void rawBytesAreForServers() {
        ModelException error =
                assertThrows(ModelException.class, () -> open("{\"raw\": {\"text\": \"x\"}}", Cancellation.none()));

        assertEquals(Kind.BROKEN_STREAM, error.failure().kind());
    }

    @Test
    void cancellingEndsEveryKindOfWaitAtOnce() throws Exception {
        for (String turn : List.of("{\"end\": \"stall\"}", "{\"event_delay_ms\": 60000}")) {
            CancellationSource cancellation = new CancellationSource();
            ModelStream stream = open(turn, cancellation);
            stream.next();
            Thread.startVirtualThread(cancellation::cancel);

            assertEquals(Kind.CANCELLED, failure(drain(stream)).kind(), turn);
        }
    }

    @Test
    void cancellingEndsTheWaitBeforeTheFirstByte() {
        CancellationSource cancellation = new CancellationSource();
        Thread.startVirtualThread(cancellation::cancel);

        ModelException error = assertThrows(ModelException.class, () -> open("{\"delay_ms\": 60000}", cancellation));

        assertEquals(Kind.CANCELLED, error.failure().kind());
    }

    @Test
    void anotherThreadMayCloseAStreamThatWaits() throws Exception {
        ModelStream stream = open("{\"end\": \"stall\"}", Cancellation.none());
        stream.next();
        Thread.startVirtualThread(stream::close);

        assertEquals(Kind.CANCELLED, failure(drain(stream)).kind());
    }

    @Test
    void anInterruptedThreadStaysInterrupted() throws Exception {
        ModelStream stream = open("{\"end\": \"stall\"}", Cancellation.none());
        Thread.currentThread().interrupt();

        assertEquals(Kind.CANCELLED, failure(List.of(stream.next())).kind());
        assertTrue(Thread.interrupted());
    }

    @Test
    void anItemThatCannotBeSpelledOutFailsTheStream() throws Exception {
        ModelFailure failure = failure(replay(
                "{\"items\": [{\"type\": \"custom_tool_call\", \"name\": \"x\", \"input_file\": \"no/such\"}]}"));

        assertEquals(Kind.BROKEN_STREAM, failure.kind());
        assertTrue(failure.message().contains("no/such"), failure.message());
    }

    @Test
    void theModelIsDescribedByTheScenario() throws Exception {
        ModelInfo usual = provider("{}").describe("m");
        assertTrue(usual.freeformTools());
        assertTrue(usual.parallelToolCalls());
        assertTrue(usual.contextWindow().isPresent());

        ModelInfo other = provider(
                        "{\"model\": {\"freeform_tools\": false, \"parallel_tool_calls\": false, \"context_window\":"
                                + " 99}}")
                .describe("m");
        assertFalse(other.freeformTools());
        assertFalse(other.parallelToolCalls());
        assertEquals(OptionalLong.of(99), other.contextWindow());
    }

    @Test
    void theScenarioMayBeNamedInThePluginsOwnTable() throws Exception {
        Files.writeString(home.resolve("s.json"), "{\"turns\": [{" + MESSAGE + "}]}");
        HostContext context = context(JsonObject.of(Map.of("scenario", "s.json")));

        ModelProvider provider =
                new ScriptedProviderFactory().create(new ModelProviderConfig("scripted", JsonObject.empty()), context);

        assertInstanceOf(
                ModelEvent.Completed.class,
                drain(provider.open(request(), Cancellation.none())).getLast());
    }

    @Test
    void wrongSettingsAreNamed() throws IOException {
        Files.writeString(home.resolve("bad.json"), "{\"model\": {\"context_window\": \"big\"}}");

        assertTrue(refusedSettings(Map.of()).contains("set `scenario` in [model_providers.demo]"));
        assertTrue(refusedSettings(Map.of("scenario", "no.json"))
                .contains(home.resolve("no.json") + ": there is no such file"));
        assertTrue(refusedSettings(Map.of("scenario", 3)).contains("invalid type for `scenario`"));
        assertTrue(refusedSettings(Map.of("scenario", "a\0b")).contains("no path"));
        assertTrue(refusedSettings(Map.of("scenario", "bad.json")).contains("invalid type for `context_window`"));
    }

    private String refusedSettings(Map<String, Object> settings) {
        PluginException error = assertThrows(
                PluginException.class,
                () -> new ScriptedProviderFactory()
                        .create(new ModelProviderConfig("demo", JsonObject.of(settings)), context(JsonObject.empty())));
        assertEquals(ErrorCode.INVALID_CONFIG, error.code());
        assertTrue(error.toString().contains("Model provider `demo`: "), error.getMessage());
        return error.toString();
    }

    private ModelFailure refusal(int status) {
        String turn = "{\"http\": {\"status\": " + status
                + ", \"headers\": {\"retry-after\": 7}, \"body\": {\"error\": {\"message\": \"not like this\"}}}}";
        return assertThrows(ModelException.class, () -> open(turn, Cancellation.none()))
                .failure();
    }

    private List<ModelEvent> replay(String turn) throws Exception {
        return replay(turn, Map.of());
    }

    private List<ModelEvent> replay(String turn, Map<String, Object> settings) throws Exception {
        try (ModelProvider provider = provider("{\"turns\": [" + turn + "]}", settings)) {
            return drain(provider.open(request(), Cancellation.none()));
        }
    }

    private ModelStream open(String turn, Cancellation cancellation) throws Exception {
        return provider("{\"turns\": [" + turn + "]}").open(request(), cancellation);
    }

    private ModelProvider provider(String scenario) throws IOException {
        return provider(scenario, Map.of());
    }

    private ModelProvider provider(String scenario, Map<String, Object> settings) throws IOException {
        Files.writeString(home.resolve("scenario.json"), scenario);
        JsonObject table = JsonObject.of(settings).toBuilder()
                .put("scenario", "scenario.json")
                .build();
        return new ScriptedProviderFactory()
                .create(new ModelProviderConfig("scripted", table), context(JsonObject.empty()));
    }

    private static ModelRequest request() {
        return ModelRequest.builder("m", "thread").build();
    }

    private static List<ModelEvent> drain(ModelStream stream) {
        List<ModelEvent> events = new ArrayList<>();
        try (stream) {
            do {
                events.add(stream.next());
            } while (!(events.getLast() instanceof ModelEvent.Completed)
                    && !(events.getLast() instanceof ModelEvent.Failed));
        }
        return events;
    }

    private static ModelFailure failure(List<ModelEvent> events) {
        return assertInstanceOf(ModelEvent.Failed.class, events.getLast()).failure();
    }

    private HostContext context(JsonObject pluginConfig) {
        return new HostContext() {
            @Override
            public JsonObject pluginConfig() {
                return pluginConfig;
            }

            @Override
            public Map<String, String> environment() {
                return Map.of();
            }

            @Override
            public Path home() {
                return home;
            }

            @Override
            public JsonCodec json() {
                return Json.CODEC;
            }

            @Override
            public ClientInfo client() {
                return new ClientInfo("test", "0");
            }
        };
    }
}
