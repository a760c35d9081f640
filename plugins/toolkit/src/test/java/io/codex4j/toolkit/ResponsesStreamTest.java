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
import io.codex4j.api.model.ModelEvent;
import io.codex4j.api.model.ModelException;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelFailure.Kind;
import io.codex4j.api.model.ModelStream;
import io.codex4j.api.model.RateLimits;
import io.codex4j.api.model.TokenUsage;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stream may hold, and all the ways in which it may end. */
@Timeout(60)
class ResponsesStreamTest {
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
    void aStreamThatFallsSilent() throws Exception {
        RawServer.Script[] script = new RawServer.Script[1];
        try (RawServer server = new RawServer((out, connection) -> script[0].answer(out, connection))) {
            script[0] = server.stall(STREAM + "\r\n" + chunk(CREATED + "data: {\"type\":\"resp"));
            List<ModelEvent> events = ResponsesClientTest.read(client.open(
                    ResponsesClientTest.impatient(server), ResponsesClientTest.request(), Cancellation.none()));
            assertEquals(2, events.size());
            assertEquals(Kind.IDLE_TIMEOUT, ResponsesClientTest.failure(events).kind());
            assertTrue(
                    ResponsesClientTest.failure(events).message().contains("500 ms"),
                    ResponsesClientTest.failure(events).message());
            assertTrue(server.clientWentAway());
        }
    }

    @Test
    void aStreamThatIsCutOff() throws Exception {
        try (RawServer server = new RawServer(text(STREAM + "\r\n" + chunk(DELTA)))) {
            List<ModelEvent> events = ask(server);
            assertInstanceOf(ModelEvent.TextDelta.class, events.getFirst());
            assertEquals(Kind.CONNECTION, ResponsesClientTest.failure(events).kind());
        }
    }

    @Test
    void aStreamThatIsReset() throws Exception {
        try (RawServer server = new RawServer((out, connection) -> {
            out.write((STREAM + "\r\n" + chunk(DELTA)).getBytes(UTF_8));
            out.flush();
            Thread.sleep(100);
            connection.setSoLinger(true, 0);
            connection.close();
            return false;
        })) {
            assertEquals(
                    Kind.CONNECTION, ResponsesClientTest.failure(ask(server)).kind());
        }
    }

    @Test
    void aStreamWithBrokenChunks() throws Exception {
        try (RawServer server = new RawServer(text(STREAM + "\r\n" + chunk(DELTA) + "zz\r\nrubbish\r\n"))) {
            assertEquals(
                    Kind.CONNECTION, ResponsesClientTest.failure(ask(server)).kind());
        }
    }

    @Test
    void aStreamThatEndsTooSoon() throws Exception {
        try (RawServer server = new RawServer(stream("", CREATED + DELTA))) {
            assertEquals(
                    Kind.BROKEN_STREAM, ResponsesClientTest.failure(ask(server)).kind());
        }
    }

    @Test
    void aStreamOfRubbish() throws Exception {
        try (RawServer server =
                new RawServer(stream("", "data: {not json " + ResponsesClientTest.SECRET + "}\n\n" + COMPLETED))) {
            ModelFailure failure = ResponsesClientTest.failure(ask(server));
            assertEquals(Kind.BROKEN_STREAM, failure.kind());
            assertFalse(failure.message().contains(ResponsesClientTest.SECRET), failure.message());
        }
    }

    @Test
    void anAnswerThatIsNoStream() throws Exception {
        String page = "<html><body>Please log in</body></html>";
        try (RawServer server = new RawServer(status(200, "content-type: text/html\r\n", page))) {
            ModelFailure failure = ResponsesClientTest.failure(ask(server));
            assertEquals(Kind.BROKEN_STREAM, failure.kind());
            assertTrue(failure.message().contains("text/html"), failure.message());
            assertTrue(failure.message().contains("base_url"), failure.message());
        }
    }

    @Test
    void anEventOfAHundredMegabytesIsRefusedBeforeItIsHeld() throws Exception {
        try (RawServer server = new RawServer((out, connection) -> {
            out.write((STREAM + "\r\n").getBytes(UTF_8));
            byte[] mebibyte = chunk("x".repeat(1 << 20)).getBytes(UTF_8);
            out.write(chunk("data: ").getBytes(UTF_8));
            for (int count = 0; count < 100; count++) {
                out.write(mebibyte);
            }
            return false;
        })) {
            ModelFailure failure = ResponsesClientTest.failure(ask(server));
            assertEquals(Kind.BROKEN_STREAM, failure.kind());
            assertTrue(failure.message().contains("larger than 16777216 bytes"), failure.message());
            assertTrue(server.clientWentAway());
        }
    }

    @Test
    void theNameOfAnEventStandsInForItsType() throws Exception {
        try (RawServer server = new RawServer(stream("", "event: response.completed\ndata: {\"response\":{}}\n\n"))) {
            assertInstanceOf(ModelEvent.Completed.class, ask(server).getLast());
        }
    }

    @Test
    void whatMeansNothingIsPassedOver() throws Exception {
        String noise = ": ping\n\ndata:\n\ndata: [DONE]\n\ndata: {\"type\":\"response.output_text.done\", rubbish\n\n"
                + "data: {\"type\":\"response.output_text.delta\",\"item_id\":\"m\",\"delta\":\"\\u00e9\"}\n\n";
        try (RawServer server = new RawServer(stream("", noise + COMPLETED))) {
            assertEquals(
                    List.of(new ModelEvent.TextDelta("m", "é"), new ModelEvent.Completed("r", TokenUsage.ZERO)),
                    ask(server));
        }
    }

    @Test
    void failuresWithinAStreamHideSecretsToo() throws Exception {
        String event = "data: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\","
                + "\"message\":\"bad key " + ResponsesClientTest.SECRET + "\"}}}\n\n";
        try (RawServer server = new RawServer(stream("", event))) {
            ModelFailure failure = ResponsesClientTest.failure(ask(server));
            assertTrue(failure.message().contains("bad key ***"), failure.message());
        }
    }

    @Test
    void afterTheLastEventThereIsNone() throws Exception {
        try (RawServer server = new RawServer(stream("", COMPLETED));
                ModelStream stream = client.open(
                        ResponsesClientTest.endpoint(server.uri(), 0),
                        ResponsesClientTest.request(),
                        Cancellation.none())) {
            assertInstanceOf(ModelEvent.Completed.class, stream.next());
            assertThrows(IllegalStateException.class, stream::next);
        }
    }

    @Test
    void rateLimitsComeFirst() throws Exception {
        String headers = "x-codex-primary-used-percent: 12.5\r\nx-codex-primary-window-minutes: 300\r\n"
                + "x-codex-primary-reset-at: 1795438211\r\nx-codex-secondary-used-percent: 3\r\n"
                + "x-codex-secondary-window-minutes: rubbish\r\n";
        try (RawServer server = new RawServer(stream(headers, COMPLETED))) {
            RateLimits expected = new RateLimits(
                    Optional.of(new RateLimits.Window(12.5, OptionalLong.of(300), OptionalLong.of(1795438211))),
                    Optional.of(new RateLimits.Window(3, OptionalLong.empty(), OptionalLong.empty())));
            assertEquals(new ModelEvent.RateLimitsUpdated(expected), ask(server).getFirst());
        }
    }

    private List<ModelEvent> ask(RawServer server) throws ModelException {
        return ResponsesClientTest.read(client.open(
                ResponsesClientTest.endpoint(server.uri(), 0), ResponsesClientTest.request(), Cancellation.none()));
    }
}
