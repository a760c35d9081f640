package io.codex4j.toolkit;

import static io.codex4j.toolkit.RawServer.STREAM;
import static io.codex4j.toolkit.RawServer.chunk;
import static io.codex4j.toolkit.RawServer.status;
import static io.codex4j.toolkit.RawServer.stream;
import static io.codex4j.toolkit.RawServer.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.Cancellation;
import io.codex4j.api.JsonObject;
import io.codex4j.api.model.ModelEvent;
import io.codex4j.api.model.ModelException;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelFailure.Kind;
import io.codex4j.api.model.ModelRequest;
import io.codex4j.api.model.ModelStream;
import io.codex4j.api.model.TokenUsage;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ResponsesClientTest {
    static final String SECRET = "sk-very-secret-0123456789";
    private static final String CREATED =
            "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r\"}}\n\n";
    private static final String DELTA =
            "data: {\"type\":\"response.output_text.delta\",\"item_id\":\"m\",\"delta\":\"hi\"}\n\n";
    private static final String COMPLETED =
            "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\"}}\n\n";

    private final ResponsesClient client =
            new ResponsesClient(TestHost.PLAIN, HttpClients.create(URI.create("http://127.0.0.1")));

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void asksAndReadsTheAnswer() throws Exception {
        try (RawServer server = new RawServer(stream("", CREATED + DELTA + COMPLETED))) {
            assertEquals(
                    List.of(
                            new ModelEvent.Created("r"),
                            new ModelEvent.TextDelta("m", "hi"),
                            new ModelEvent.Completed("r", TokenUsage.ZERO)),
                    ask(server, 0));
            RawServer.Request request = server.requests().getFirst();
            assertEquals("POST /v1/responses HTTP/1.1", request.line());
            assertEquals("text/event-stream", request.header("accept"));
            assertEquals("application/json", request.header("content-type"));
            assertEquals("codex_exec", request.header("originator"));
            assertEquals("thread-1", request.header("session_id"));
            assertEquals("thread-1", request.header("x-client-request-id"));
            assertEquals("{\"cwd\":\"/h\\u00f6me\"}", request.header("x-codex-turn-metadata"));
            assertEquals("Bearer " + SECRET, request.header("authorization"));
            assertEquals("", request.header("upgrade"), "no attempt at HTTP/2 over plain HTTP");
            assertTrue(
                    request.header("user-agent")
                            .matches("codex_exec/0\\.1\\.0 \\(.+; \\S+\\) xterm-256color \\(codex-exec; 0\\.1\\.0\\)"),
                    request.header("user-agent"));
            assertTrue(request.body().startsWith("{\"model\":\"gpt\",\"instructions\":\"\","), request.body());
        }
    }

    @Test
    void theConnectionIsUsedAgainAfterACompleteAnswer() throws Exception {
        RawServer.Script answer = stream("", COMPLETED);
        try (RawServer server = new RawServer(answer, answer, answer, answer)) {
            for (int count = 0; count < 4; count++) {
                ask(server, 0);
                Thread.sleep(100);
            }
            assertTrue(server.connections() < 4, "no connection was used again");
        }
    }

    @Test
    void aBodyThatDoesNotEndAfterTheAnswerIsGivenUpByTheNext() throws Exception {
        RawServer.Script[] scripts = new RawServer.Script[2];
        try (RawServer server = new RawServer(
                (out, connection) -> scripts[0].answer(out, connection),
                (out, connection) -> scripts[1].answer(out, connection))) {
            scripts[0] = server.stall(STREAM + "\r\n" + chunk(COMPLETED));
            scripts[1] = stream("", COMPLETED);
            assertEquals(1, ask(server, 0).size());
            assertEquals(1, ask(server, 0).size());
            assertTrue(server.clientWentAway());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400,INVALID_REQUEST",
        "401,UNAUTHENTICATED",
        "402,QUOTA_EXCEEDED",
        "403,UNAUTHENTICATED",
        "404,INVALID_REQUEST",
        "405,INVALID_REQUEST",
        "408,SERVER_ERROR",
        "409,SERVER_ERROR",
        "413,INVALID_REQUEST",
        "418,INVALID_REQUEST",
        "425,SERVER_ERROR",
        "429,RATE_LIMITED",
        "500,SERVER_ERROR",
        "502,SERVER_ERROR",
        "503,SERVER_ERROR",
        "529,SERVER_ERROR",
        "302,INVALID_REQUEST",
        "308,INVALID_REQUEST",
    })
    void tellsWhatAStatusMeans(int status, Kind kind) throws Exception {
        String body = "{\"error\":{\"message\":\"because of " + SECRET + "\"}}";
        try (RawServer server = new RawServer(status(status, "x-request-id: req_7\r\n", body))) {
            ModelFailure failure = refusal(server, 0);
            assertEquals(kind, failure.kind());
            assertTrue(failure.message().contains(String.valueOf(status)), failure.message());
            assertTrue(failure.message().contains("because of ***"), failure.message());
            assertTrue(failure.message().contains("http://127.0.0.1"), failure.message());
            assertTrue(failure.message().contains("req_7"), failure.message());
            assertFalse(failure.message().contains(SECRET), failure.message());
            assertEquals(1, server.requests().size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400,context_length_exceeded,CONTEXT_TOO_LONG",
        "429,insufficient_quota,QUOTA_EXCEEDED",
        "429,usage_limit_reached,QUOTA_EXCEEDED",
        "429,rate_limit_exceeded,RATE_LIMITED",
        "503,slow_down,RATE_LIMITED",
        "503,server_is_overloaded,SERVER_ERROR",
        "400,something_new,INVALID_REQUEST",
    })
    void theCodeOfAnErrorSaysMoreThanItsStatus(int status, String code, Kind kind) throws Exception {
        for (String member : List.of("code", "type")) {
            String body = "{\"error\":{\"" + member + "\":\"" + code + "\",\"message\":\"m\"}}";
            try (RawServer server = new RawServer(status(status, "retry-after: 7\r\n", body))) {
                ModelFailure failure = refusal(server, 0);
                assertEquals(kind, failure.kind());
                boolean waits = kind == Kind.RATE_LIMITED || kind == Kind.SERVER_ERROR;
                assertEquals(waits ? Optional.of(Duration.ofSeconds(7)) : Optional.empty(), failure.retryAfter());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":\"plain words\"} | plain words",
                "{\"message\":\"plain words\"} | plain words",
                "{\"detail\":\"plain words\"} | plain words",
                "{\"other\":\"plain words\"} | {\"other\":\"plain words\"}",
                "{\"error\":{\"code\":7}} | {\"error\":{\"code\":7}}",
                "plain words | plain words",
                "{broken | {broken",
                "[1] | [1]",
                "<html>long</html> | a page of HTML",
            })
    void readsWhateverAnErrorLooksLike(String body, String shown) throws Exception {
        try (RawServer server = new RawServer(status(400, "", body))) {
            String message = refusal(server, 0).message();
            assertTrue(message.contains("400 Bad Request: " + shown + " ("), message);
        }
    }

    @Test
    void errorsOfTheServerAreRetriedSilently() throws Exception {
        try (RawServer server = new RawServer(
                status(500, "", ""), text(""), status(503, "retry-after-ms: 1\r\n", ""), stream("", COMPLETED))) {
            assertInstanceOf(ModelEvent.Completed.class, ask(server, 3).getLast());
            assertEquals(4, server.requests().size());
        }
    }

    @Test
    void butNotForEver() throws Exception {
        RawServer.Script error = status(500, "retry-after-ms: 1\r\n", "{\"error\":{\"message\":\"oops\"}}");
        try (RawServer server = new RawServer(error, error, error, error)) {
            ModelFailure failure = refusal(server, 2);
            assertEquals(Kind.SERVER_ERROR, failure.kind());
            assertTrue(failure.message().contains("oops"), failure.message());
            assertEquals(3, server.requests().size());
        }
    }

    @Test
    void aRateLimitIsNotRetriedHere() throws Exception {
        try (RawServer server = new RawServer(status(429, "retry-after: 3\r\n", "{}"))) {
            ModelFailure failure = refusal(server, 4);
            assertEquals(Optional.of(Duration.ofSeconds(3)), failure.retryAfter());
            assertTrue(failure.retryable());
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (RawServer other = new RawServer();
                RawServer server =
                        new RawServer(status(307, "location: " + other.uri() + "?key=" + SECRET + "\r\n", ""))) {
            ModelFailure failure = refusal(server, 0);
            assertTrue(failure.message().contains("base_url"), failure.message());
            assertTrue(failure.message().contains(other.uri().toString()), failure.message());
            assertFalse(failure.message().contains(SECRET), failure.message());
            assertEquals(0, other.connections());
        }
    }

    @Test
    void anErrorWithoutAnEndIsCut() throws Exception {
        try (RawServer server = new RawServer((out, connection) -> {
            out.write("HTTP/1.1 400 X\r\n\r\n".getBytes(UTF_8));
            byte[] block = "x".repeat(8192).getBytes(UTF_8);
            while (true) {
                out.write(block);
            }
        })) {
            ModelFailure failure = refusal(server, 0);
            assertEquals(Kind.INVALID_REQUEST, failure.kind());
            assertTrue(
                    failure.message().length() < 1500,
                    "length " + failure.message().length());
            assertTrue(server.clientWentAway());
        }
    }

    @Test
    void anErrorThatStallsIsCut() throws Exception {
        RawServer.Script[] script = new RawServer.Script[1];
        try (RawServer server = new RawServer((out, connection) -> script[0].answer(out, connection))) {
            script[0] = server.stall("HTTP/1.1 400 X\r\ncontent-length: 1000\r\n\r\npart of it");
            ModelFailure failure = refusal(server, 0);
            assertTrue(failure.message().contains("part of it"), failure.message());
            assertTrue(server.clientWentAway());
        }
    }

    @Test
    void nobodyIsThere() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        ResponsesEndpoint endpoint = endpoint(URI.create("http://127.0.0.1:" + port + "/v1/responses"), 1);
        ModelFailure failure = refusal(endpoint);
        assertEquals(Kind.CONNECTION, failure.kind());
        assertEquals(
                "The model server cannot be reached (http://127.0.0.1:" + port + "/v1/responses).", failure.message());
    }

    @Test
    void theNameIsNotKnown() {
        ModelFailure failure = refusal(endpoint(URI.create("http://no-such-host.invalid/v1/responses"), 0));
        assertEquals(Kind.CONNECTION, failure.kind());
        assertTrue(failure.message().contains("no-such-host.invalid"), failure.message());
    }

    @Test
    void plainHttpClientsDoNoTls() {
        ModelFailure failure = refusal(endpoint(URI.create("https://127.0.0.1:1/v1/responses"), 0));
        assertEquals(Kind.CONNECTION, failure.kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rubbish\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\ntransfer-enc"})
    void noAnswerWorthTheName(String answer) throws Exception {
        try (RawServer server = new RawServer(text(answer))) {
            assertEquals(Kind.CONNECTION, refusal(server, 0).kind());
        }
    }

    @Test
    void aServerThatNeverBeginsToAnswer() throws Exception {
        RawServer.Script[] script = new RawServer.Script[1];
        try (RawServer server = new RawServer((out, connection) -> script[0].answer(out, connection))) {
            script[0] = server.stall("HTTP/1.1 200 OK\r\n");
            ModelFailure failure = refusal(impatient(server));
            assertEquals(Kind.IDLE_TIMEOUT, failure.kind());
            assertTrue(server.clientWentAway());
        }
    }

    @Test
    void anEndpointNeverShowsItsSecrets() {
        ResponsesEndpoint endpoint = new ResponsesEndpoint(
                URI.create("https://host:8443/v1/responses?api-key=" + SECRET),
                Map.of("authorization", "Bearer " + SECRET),
                List.of(SECRET, SECRET.substring(0, 8)),
                new RetryPolicy(0),
                Duration.ofSeconds(1));
        assertEquals("ResponsesEndpoint[https://host:8443/v1/responses]", endpoint.toString());
        assertEquals("a *** b", endpoint.mask("a " + SECRET + " b"));
    }

    private List<ModelEvent> ask(RawServer server, int retries) throws ModelException {
        return read(client.open(endpoint(server.uri(), retries), request(), Cancellation.none()));
    }

    private ModelFailure refusal(RawServer server, int retries) {
        return refusal(endpoint(server.uri(), retries));
    }

    private ModelFailure refusal(ResponsesEndpoint endpoint) {
        return assertThrows(
                        ModelException.class,
                        () -> client.open(endpoint, request(), Cancellation.none())
                                .close())
                .failure();
    }

    static ModelFailure failure(List<ModelEvent> events) {
        return assertInstanceOf(ModelEvent.Failed.class, events.getLast()).failure();
    }

    static List<ModelEvent> read(ModelStream stream) {
        List<ModelEvent> events = new ArrayList<>();
        try (stream) {
            while (true) {
                ModelEvent event = stream.next();
                events.add(event);
                if (event instanceof ModelEvent.Completed || event instanceof ModelEvent.Failed) {
                    return events;
                }
            }
        }
    }

    static ModelRequest request() {
        return ModelRequest.builder("gpt", "thread-1")
                .turnMetadata(JsonObject.builder().put("cwd", "/höme").build())
                .build();
    }

    static ResponsesEndpoint endpoint(URI uri, int retries) {
        return new ResponsesEndpoint(
                uri,
                Map.of("authorization", "Bearer " + SECRET),
                List.of(SECRET),
                new RetryPolicy(retries),
                Duration.ofSeconds(30));
    }

    static ResponsesEndpoint impatient(RawServer server) {
        return new ResponsesEndpoint(server.uri(), Map.of(), List.of(), new RetryPolicy(0), Duration.ofMillis(500));
    }
}
