package io.codex4j.testkit;

import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.http;
import static io.codex4j.testkit.Script.httpError;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.protocol.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ModelServer server = ModelServer.start(Script.of().scenario());
    private final TestClient client = new TestClient(server);

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aTurnIsStreamedAsServerSentEvents() throws Exception {
        server.play(Script.of(turn(message("Grüße, 😀"))).scenario());

        HttpResponse<String> response = client.post("{\"model\": \"m1\"}");

        assertEquals(200, response.statusCode());
        assertEquals(
                "text/event-stream",
                response.headers().firstValue("content-type").orElseThrow());
        String[] frames = response.body().split("\n\n", 0);
        assertEquals(9, frames.length);
        assertTrue(frames[0].startsWith("event: response.created\ndata: {\"type\":\"response.created\","), frames[0]);
        JsonObject last = Json.CODEC.parse(frames[8].substring(frames[8].indexOf("data: ") + 6));
        assertEquals("m1", last.object("response").string("model"));
        assertTrue(response.body().contains("\"text\":\"Grüße, 😀\""), response.body());
    }

    @Test
    void requestsAreRecorded() throws Exception {
        server.play(Script.of(turn(message("x")).with("expect", List.of("needle", "blue")))
                .scenario());

        client.post("{\"colour\": \"blue\"}", "X-Test", "one");

        RecordedRequest request = server.requests().getFirst();
        assertEquals("POST", request.method());
        assertEquals("/v1/responses", request.path());
        assertEquals("a=b", request.query());
        assertEquals("one", request.header("x-TEST").orElseThrow());
        assertEquals("blue", request.body().string("colour"));
        assertArrayEquals("{\"colour\": \"blue\"}".getBytes(StandardCharsets.UTF_8), request.bytes());
        assertEquals(0, request.turn().getAsInt());
        assertEquals(List.of("needle"), request.missing());
        assertEquals(List.of(), server.failures());
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws Exception {
        server.play(Script.of(turn(message("one")), turn(message("two"))).scenario());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            String request = "POST /v1/responses HTTP/1.1\r\nContent-Length: 2\r\n";
            out.write(
                    (request + "\r\n{}" + request + "Connection: close\r\n\r\n{}").getBytes(StandardCharsets.US_ASCII));

            String both = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertTrue(both.indexOf("\"text\":\"one\"") < both.indexOf("\"text\":\"two\""), both);
        }
    }

    @Test
    void bodiesMayBeChunkedAndCompressed() throws Exception {
        server.play(Script.of(turn(message("x"))).with("after", "repeat").scenario());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"packed\": true}".getBytes(StandardCharsets.UTF_8));
        }

        client.send(BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream("{\"chunked\": true}".getBytes(StandardCharsets.UTF_8))));
        client.send(BodyPublishers.ofByteArray(packed.toByteArray()), "Content-Encoding", "gzip");
        client.send(BodyPublishers.ofString("not packed"), "Content-Encoding", "gzip");

        List<RecordedRequest> requests = server.requests();
        assertTrue(requests.get(0).body().bool("chunked", false));
        assertTrue(requests.get(1).body().bool("packed", false));
        assertTrue(requests.get(2).body().isEmpty());
    }

    @Test
    void aBodyThatIsNoJsonIsKeptAsBytes() throws Exception {
        client.post("no json");

        assertTrue(server.requests().getFirst().body().isEmpty());
        assertArrayEquals(
                "no json".getBytes(StandardCharsets.UTF_8),
                server.requests().getFirst().bytes());
    }

    @Test
    void aTurnMayBeAPlainAnswer() throws Exception {
        server.play(Script.of(
                        http(429, Map.of("Retry-After", "1"), Map.of("error", Map.of("message", "slow down {{turn}}"))),
                        httpError(500, "oops"),
                        http(503, Map.of("Content-Type", "text/plain"), "just text"),
                        http(400, Map.of(), List.of(1, "two")))
                .scenario());

        HttpResponse<String> limited = client.post("{}");
        assertEquals(429, limited.statusCode());
        assertEquals("1", limited.headers().firstValue("retry-after").orElseThrow());
        assertEquals("{\"error\":{\"message\":\"slow down 0\"}}", limited.body());
        assertEquals("{\"error\":{\"message\":\"oops\"}}", client.post("{}").body());
        HttpResponse<String> text = client.post("{}");
        assertEquals("just text", text.body());
        assertEquals("text/plain", text.headers().firstValue("content-type").orElseThrow());
        assertEquals("[1,\"two\"]", client.post("{}").body());
    }

    @Test
    void routesComeFirst() throws Exception {
        server.play(Script.of()
                .with("routes", Map.of("GET /v1/models", Map.of("status", 503, "body", Map.of("a", 1))))
                .scenario());

        HttpResponse<String> response = client.get("/v1/models/");

        assertEquals(503, response.statusCode());
        assertEquals("{\"a\":1}", response.body());
        assertTrue(server.requests().getFirst().turn().isEmpty());
    }

    @Test
    void modelsAreListed() throws Exception {
        assertTrue(client.get("/v1/models").body().contains("\"id\":\"mock-model\""));

        server.play(Script.of().with("models", List.of(Map.of("slug", "s"))).scenario());

        assertEquals(
                "{\"object\":\"list\",\"data\":[{\"slug\":\"s\"}],\"models\":[{\"slug\":\"s\"}]}",
                client.get("/v1/models").body());
    }

    @Test
    void otherPathsAreNotFound() throws Exception {
        HttpResponse<String> response = client.get("/other");

        assertEquals(404, response.statusCode());
        assertEquals("{\"error\":{\"message\":\"no such route: GET /other\"}}", response.body());
        assertEquals(1, server.requests().size());
        assertEquals(0, server.generations().size());
    }

    @Test
    void eventsComeAtTheirPace() throws Exception {
        server.play(Script.of(turn().with("event_delay_ms", 50)).scenario());

        long start = System.nanoTime();
        client.post("{}");

        assertTrue(System.nanoTime() - start >= 100_000_000, "three events with a pause after each");
    }

    @Test
    void aCachedTurnIsSentAgainAsItWas() throws Exception {
        server.play(Script.of(turn(message("{{capture:say (\\w+)}}")).with("cache", true))
                .with("select", "outputs")
                .scenario());

        String first = client.post("{\"input\": \"say one\"}").body();

        assertTrue(first.contains("\"text\":\"one\""), first);
        assertEquals(first, client.post("{\"input\": \"say two\"}").body());
    }

    @Test
    void aClientMayAskWhetherToGoOn() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write("POST /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(25);
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", new String(start, StandardCharsets.US_ASCII));

            socket.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));

            assertTrue(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("404"));
        }
    }

    @Test
    void anotherScenarioStartsAnew() throws Exception {
        server.play(Script.of(turn(message("first"))).scenario());
        client.post("{}");

        server.play(Script.of(turn(message("second"))).scenario());

        assertTrue(client.post("{}").body().contains("second"));
        assertEquals(1, server.requests().size());
    }

    @Test
    void waitingForRequestsEndsWithThemOrWithTheTime() throws Exception {
        Thread asking = Thread.startVirtualThread(() -> {
            try {
                client.post("{}");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertEquals(1, server.awaitRequests(1, PATIENCE).size());
        asking.join();
        assertThrows(AssertionError.class, () -> server.awaitRequests(2, Duration.ofMillis(20)));
    }

    @Test
    void toolOutputsAreFoundInARequest() throws Exception {
        server.play(Script.of(turn(functionCall("f", Map.of("a", 1)))).scenario());

        client.post("{\"input\": [{\"role\": \"user\"}, {\"type\": \"function_call_output\", \"output\": \"done\"}]}");

        assertEquals(
                "done", server.requests().getFirst().toolOutputs().getFirst().string("output"));
    }

    @Test
    void manyClientsAreServedAtOnce() throws Exception {
        server.play(Script.of(turn(message("x")).with("delay_ms", 300))
                .with("after", "repeat")
                .scenario());

        long start = System.nanoTime();
        List<Thread> threads = Stream.generate(() -> Thread.startVirtualThread(() -> {
                    try {
                        client.exchange("{}");
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .limit(20)
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(20, server.generations().size());
        assertTrue(System.nanoTime() - start < 3_000_000_000L, "one after the other would take six seconds");
    }
}
