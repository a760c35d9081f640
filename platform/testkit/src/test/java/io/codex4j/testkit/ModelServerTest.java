package io.codex4j.testkit;

import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.http;
import static io.codex4j.testkit.Script.httpError;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.raw;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.JsonObject;
import io.codex4j.protocol.Json;
import io.codex4j.scripted.ScenarioTurn.End;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aTurnIsStreamedAsServerSentEvents() throws Exception {
        server.play(Script.of(turn(message("Grüße, 😀"))).scenario());

        HttpResponse<String> response = post("{\"model\": \"m1\"}");

        assertEquals(200, response.statusCode());
        assertEquals("text/event-stream", response.headers().firstValue("content-type").orElseThrow());
        String[] frames = response.body().split("\n\n");
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

        post("{\"colour\": \"blue\"}", "X-Test", "one");

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
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            OutputStream out = socket.getOutputStream();
            String request = "POST /v1/responses HTTP/1.1\r\nContent-Length: 2\r\n";
            out.write((request + "\r\n{}" + request + "Connection: close\r\n\r\n{}").getBytes(StandardCharsets.US_ASCII));

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

        send(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream("{\"chunked\": true}".getBytes(StandardCharsets.UTF_8))));
        send(BodyPublishers.ofByteArray(packed.toByteArray()), "Content-Encoding", "gzip");
        send(BodyPublishers.ofString("not packed"), "Content-Encoding", "gzip");

        List<RecordedRequest> requests = server.requests();
        assertTrue(requests.get(0).body().bool("chunked", false));
        assertTrue(requests.get(1).body().bool("packed", false));
        assertTrue(requests.get(2).body().isEmpty());
    }

    @Test
    void aBodyThatIsNoJsonIsKeptAsBytes() throws Exception {
        post("no json");

        assertTrue(server.requests().getFirst().body().isEmpty());
        assertArrayEquals("no json".getBytes(StandardCharsets.UTF_8), server.requests().getFirst().bytes());
    }

    @Test
    void aTurnMayBeAPlainAnswer() throws Exception {
        server.play(Script.of(
                        http(429, Map.of("Retry-After", "1"), Map.of("error", Map.of("message", "slow down {{turn}}"))),
                        httpError(500, "oops"),
                        http(503, Map.of("Content-Type", "text/plain"), "just text"),
                        http(400, Map.of(), List.of(1, "two")))
                .scenario());

        HttpResponse<String> limited = post("{}");
        assertEquals(429, limited.statusCode());
        assertEquals("1", limited.headers().firstValue("retry-after").orElseThrow());
        assertEquals("{\"error\":{\"message\":\"slow down 0\"}}", limited.body());
        assertEquals("{\"error\":{\"message\":\"oops\"}}", post("{}").body());
        HttpResponse<String> text = post("{}");
        assertEquals("just text", text.body());
        assertEquals("text/plain", text.headers().firstValue("content-type").orElseThrow());
        assertEquals("[1,\"two\"]", post("{}").body());
    }

    @Test
    void routesComeFirst() throws Exception {
        server.play(Script.of()
                .with("routes", Map.of("GET /v1/models", Map.of("status", 503, "body", Map.of("a", 1))))
                .scenario());

        HttpResponse<String> response = get("/v1/models/");

        assertEquals(503, response.statusCode());
        assertEquals("{\"a\":1}", response.body());
        assertTrue(server.requests().getFirst().turn().isEmpty());
    }

    @Test
    void modelsAreListed() throws Exception {
        assertTrue(get("/v1/models").body().contains("\"id\":\"mock-model\""));

        server.play(Script.of().with("models", List.of(Map.of("slug", "s"))).scenario());

        assertEquals(
                "{\"object\":\"list\",\"data\":[{\"slug\":\"s\"}],\"models\":[{\"slug\":\"s\"}]}",
                get("/v1/models").body());
    }

    @Test
    void otherPathsAreNotFound() throws Exception {
        HttpResponse<String> response = get("/other");

        assertEquals(404, response.statusCode());
        assertEquals("{\"error\":{\"message\":\"no such route: GET /other\"}}", response.body());
        assertEquals(1, server.requests().size());
        assertEquals(0, server.generations().size());
    }

    @Test
    void aDisconnectComesInTheMiddleOfTheBody() {
        server.play(Script.of(turn(message("some text")).end(End.DISCONNECT, 4)).scenario());

        assertThrows(IOException.class, () -> post("{}"));
    }

    @Test
    void aDisconnectAndAResetLookDifferentToTheClient() throws Exception {
        server.play(Script.of(
                        turn(message("some text")).end(End.DISCONNECT, 4),
                        turn(message("some text")).end(End.RESET, 4))
                .scenario());

        String cut = exchange("{}");
        assertTrue(cut.contains("response.content_part.added"), cut);
        assertFalse(cut.contains("delta") || cut.endsWith("0\r\n\r\n"), cut);
        assertThrows(SocketException.class, () -> exchange("{}"));
    }

    @Test
    void anAnswerMayEndWellWithoutALastEvent() throws Exception {
        server.play(Script.of(turn(message("some text")).end(End.NONE)).scenario());

        HttpResponse<String> response = post("{}");

        assertTrue(response.body().contains("response.output_item.done"), response.body());
        assertFalse(response.body().contains("response.completed"), response.body());
    }

    @Test
    void aStallKeepsTheConnectionOpenAndSilent() throws Exception {
        server.play(Script.of(turn(message("x")).end(End.STALL, 1)).scenario());
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            request(socket, "{}");
            socket.setSoTimeout(200);
            InputStream in = socket.getInputStream();

            assertThrows(SocketTimeoutException.class, in::readAllBytes);
        }
    }

    @Test
    void aStallEndsAfterItsTime() throws Exception {
        server.play(Script.of(turn(message("x")).end(End.STALL, 1).with("stall_ms", 50)).scenario());

        assertTrue(exchange("{}").contains("response.created"));
    }

    @Test
    void closingCutsWhatIsUnderWay() throws Exception {
        server.play(Script.of(turn().with("delay_ms", 60_000)).scenario());
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            request(socket, "{}");
            server.awaitRequests(1, PATIENCE);

            server.close();

            assertEquals(-1, readQuietly(socket));
        }
    }

    @Test
    void eventsComeAtTheirPace() throws Exception {
        server.play(Script.of(turn().with("event_delay_ms", 50)).scenario());

        long start = System.nanoTime();
        post("{}");

        assertTrue(System.nanoTime() - start >= 100_000_000, "three events with a pause after each");
    }

    @Test
    void rawBytesAreTheWholeBody() throws Exception {
        server.play(Script.of(
                        raw("data: {broken\n\n"),
                        turn().with("raw", Map.of("body_base64", "/wD/", "repeat", 2)),
                        turn().with("raw", Map.of("parts", List.of(Map.of("text", "a"), Map.of("text", "bc", "repeat", 3)))))
                .scenario());

        assertEquals("data: {broken\n\n", post("{}").body());
        assertArrayEquals(
                new byte[] {-1, 0, -1, -1, 0, -1},
                client.send(request(BodyPublishers.ofString("{}")), BodyHandlers.ofByteArray())
                        .body());
        assertEquals("abcbcbc", post("{}").body());
    }

    @Test
    void rawBytesNeedNeitherChunksNorAHead() throws Exception {
        server.play(Script.of(
                        turn().with("raw", Map.of("text", "loose", "chunked", false)),
                        turn().with("raw", Map.of("text", "SSH-2.0-x\r\n", "head", false)),
                        turn().with("raw", Map.of("text", "cut")).end(End.DISCONNECT))
                .scenario());

        assertEquals("loose", post("{}").body());
        assertEquals("SSH-2.0-x\r\n", exchange("{}"));
        assertTrue(exchange("{}").endsWith("\r\n3\r\ncut\r\n"));
    }

    @Test
    void aHugeRawAnswerNeedsLittleMemory() throws Exception {
        server.play(Script.of(turn().with("raw", Map.of("text", "0123456", "repeat", 30_000_000))).scenario());

        HttpResponse<InputStream> response =
                client.send(request(BodyPublishers.ofString("{}")), BodyHandlers.ofInputStream());

        try (InputStream body = response.body()) {
            assertEquals(210_000_000, body.transferTo(OutputStream.nullOutputStream()));
        }
    }

    @Test
    void aCachedTurnIsSentAgainAsItWas() throws Exception {
        server.play(Script.of(turn(message("{{capture:say (\\w+)}}")).with("cache", true))
                .with("select", "outputs")
                .scenario());

        String first = post("{\"input\": \"say one\"}").body();

        assertTrue(first.contains("\"text\":\"one\""), first);
        assertEquals(first, post("{\"input\": \"say two\"}").body());
    }

    @Test
    void aTurnThatCannotBePlayedIsAFailureOfTheServer() throws Exception {
        server.play(Script.of(turn(Script.item("custom_tool_call").with("name", "x").with("input_file", "no/such")))
                .scenario());

        assertThrows(IOException.class, () -> post("{}"));

        assertTrue(server.failures().getFirst().getMessage().contains("no/such"));
    }

    @Test
    void garbageIsNotARequest() throws Exception {
        for (String garbage : List.of(
                "\0\1\2\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n")) {
            int before = server.failures().size();
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                socket.getOutputStream().write(garbage.getBytes(StandardCharsets.ISO_8859_1));
                assertEquals(-1, readQuietly(socket));
            }
            assertEquals(before + 1, server.failures().size(), garbage);
        }
        assertEquals(404, get("/still/there").statusCode());
    }

    @Test
    void aClientThatLeavesHarmsNobody() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write("POST /v1/responses HTTP/1.1\r\nContent-Length: 99\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
        }

        assertEquals(404, get("/still/there").statusCode());
        assertEquals(List.of(), server.failures());
    }

    @Test
    void aClientMayAskWhetherToGoOn() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
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
        post("{}");

        server.play(Script.of(turn(message("second"))).scenario());

        assertTrue(post("{}").body().contains("second"));
        assertEquals(1, server.requests().size());
    }

    @Test
    void waitingForRequestsEndsWithThemOrWithTheTime() throws Exception {
        Thread asking = Thread.startVirtualThread(() -> {
            try {
                post("{}");
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

        post("{\"input\": [{\"role\": \"user\"}, {\"type\": \"function_call_output\", \"output\": \"done\"}]}");

        assertEquals("done", server.requests().getFirst().toolOutputs().getFirst().string("output"));
    }

    @Test
    void manyClientsAreServedAtOnce() throws Exception {
        server.play(Script.of(turn(message("x")).with("delay_ms", 300)).with("after", "repeat").scenario());

        long start = System.nanoTime();
        List<Thread> threads = Stream.generate(() -> Thread.startVirtualThread(() -> {
                    try {
                        exchange("{}");
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

    private HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        return send(BodyPublishers.ofString(body), headers);
    }

    private HttpResponse<String> send(BodyPublisher body, String... headers) throws IOException, InterruptedException {
        return client.send(request(body, headers), BodyHandlers.ofString());
    }

    private java.net.http.HttpRequest request(BodyPublisher body, String... headers) {
        java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(
                        URI.create(server.baseUrl() + "/responses?a=b"))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(body);
        for (int index = 0; index < headers.length; index += 2) {
            builder.header(headers[index], headers[index + 1]);
        }
        return builder.build();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Return all bytes of an answer, head and framing included. */
    private String exchange(String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            request(socket, body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void request(Socket socket, String body) throws IOException {
        String request = "POST /v1/responses HTTP/1.1\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n";
        socket.getOutputStream().write((request + body).getBytes(StandardCharsets.US_ASCII));
    }

    /** Read one byte; a reset counts as the end, for the server may close with our bytes still unread. */
    private static int readQuietly(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException e) {
            return -1;
        }
    }
}
