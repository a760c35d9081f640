package io.codex4j.testkit;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.protocol.Json;
import io.codex4j.scripted.HttpAnswer;
import io.codex4j.scripted.Scenario;
import io.codex4j.scripted.ScenarioAnswer;
import io.codex4j.scripted.ScenarioTurn;
import io.codex4j.scripted.ScenarioTurn.End;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request, and the ways to answer it. */
final class Exchange {
    private final HttpRequest request;
    private final HttpConnection connection;
    private final ModelServer.Run run;
    private final RequestLog log;
    private final CountDownLatch closed;
    private final JsonObject body;

    Exchange(
            HttpRequest request,
            HttpConnection connection,
            ModelServer.Run run,
            RequestLog log,
            CountDownLatch closed) {
        this.request = request;
        this.connection = connection;
        this.run = run;
        this.log = log;
        this.closed = closed;
        this.body = parse(request.text());
    }

    HttpConnection connection() {
        return connection;
    }

    Scenario scenario() {
        return run.player().scenario();
    }

    Map<Integer, byte[]> cache() {
        return run.cache();
    }

    /** Record a request that no turn answers. */
    void record() {
        log.add(new RecordedRequest(request, body, OptionalInt.empty(), List.of()));
    }

    /** Take the turn that answers the request, and record both. */
    ScenarioAnswer recordTurn() {
        ScenarioAnswer answer = run.player().answer(body, request.headers());
        String text = request.text();
        List<String> missed = answer.turn().expected().stream()
                .filter(expected -> !text.contains(expected))
                .toList();
        log.add(new RecordedRequest(request, body, OptionalInt.of(answer.number()), missed));
        return answer;
    }

    /** Wait, but no longer than the server lives. */
    void pause(Duration time) throws IOException {
        if (time.isZero()) {
            return;
        }
        try {
            if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the server was closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    void send(HttpAnswer answer) throws IOException {
        pause(answer.delay());
        send(answer.status(), answer.headers().asMap(), answer.body());
    }

    void sendError(int status, String message) throws IOException {
        send(status, Map.of(), JsonObject.of(Map.of("error", Map.of("message", message))));
    }

    void send(int status, Map<String, ?> headers, Object value) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("Content-Type", "application/json");
        all.putAll(headers);
        byte[] data = jsonText(value).getBytes(StandardCharsets.UTF_8);
        all.put("Content-Length", data.length);
        connection.head(status, all);
        if (!request.method().equals("HEAD")) {
            connection.write(data);
        }
    }

    void beginStream(String type, JsonObject headers) throws IOException {
        begin(type, headers, "Transfer-Encoding", "chunked");
    }

    void beginUnframed(String type, JsonObject headers) throws IOException {
        begin(type, headers, "Connection", "close");
    }

    /** End a stream in the way that the turn asks for. */
    void endStream(ScenarioTurn turn) throws IOException {
        if (!turn.end().cuts()) {
            connection.endChunks();
            return;
        }
        if (turn.end() == End.STALL) {
            pause(turn.pace().stall());
        }
        if (turn.end() == End.RESET) {
            connection.reset();
        }
        connection.close();
    }

    private void begin(String type, JsonObject headers, String framing, String how) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("Content-Type", type);
        all.put("Cache-Control", "no-cache");
        all.putAll(headers.asMap());
        all.put(framing, how);
        connection.head(200, all);
    }

    /** Read the body; what is no JSON object counts as an empty one, and can still be had as bytes. */
    private static JsonObject parse(String text) {
        try {
            return Json.CODEC.parse(text);
        } catch (PluginException e) {
            return JsonObject.empty();
        }
    }

    private static String jsonText(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof JsonObject object) {
            return Json.CODEC.write(object);
        }
        // The codec writes objects only: let one hold the value, and take it off again.
        String wrapped = Json.CODEC.write(JsonObject.builder().put("", value).build());
        return wrapped.substring("{\"\":".length(), wrapped.length() - 1);
    }
}
