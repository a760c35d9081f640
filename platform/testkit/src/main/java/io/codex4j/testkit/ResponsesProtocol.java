package io.codex4j.testkit;

import io.codex4j.api.JsonObject;
import io.codex4j.protocol.Json;
import io.codex4j.scripted.HttpAnswer;
import io.codex4j.scripted.ScenarioAnswer;
import io.codex4j.scripted.ScenarioTurn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/** Answer with the turns of a scenario, as the Responses API streams them. */
final class ResponsesProtocol implements ServerProtocol {
    private static final int CHUNK_BYTES = 16_384;
    private static final int CACHED_CHUNK_BYTES = 32_768;

    @Override
    public boolean serves(HttpRequest request) {
        return request.method().equals("POST") && request.route().endsWith("/responses");
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        ScenarioAnswer answer = exchange.recordTurn();
        ScenarioTurn turn = answer.turn();
        exchange.pause(turn.pace().delay());
        Optional<HttpAnswer> http = answer.http();
        if (http.isPresent()) {
            exchange.send(http.get());
        } else if (turn.raw().isPresent()) {
            RawAnswer.of(turn.raw().get()).send(turn, exchange);
        } else {
            exchange.beginStream("text/event-stream", turn.headers());
            sendEvents(answer, exchange);
            exchange.endStream(turn);
        }
    }

    private static void sendEvents(ScenarioAnswer answer, Exchange exchange) throws IOException {
        if (answer.turn().cached()) {
            sendCached(answer, exchange);
            return;
        }
        Duration delay = answer.turn().pace().eventDelay();
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        Iterator<JsonObject> events = answer.events();
        while (events.hasNext()) {
            chunk.writeBytes(frame(events.next()));
            if (delay.isPositive() || chunk.size() > CHUNK_BYTES) {
                exchange.connection().chunk(chunk.toByteArray());
                chunk.reset();
                exchange.pause(delay);
            }
        }
        exchange.connection().chunk(chunk.toByteArray());
    }

    private static void sendCached(ScenarioAnswer answer, Exchange exchange) throws IOException {
        byte[] all = exchange.cache().computeIfAbsent(answer.number(), number -> frames(answer.events()));
        for (int start = 0; start < all.length; start += CACHED_CHUNK_BYTES) {
            int end = Math.min(all.length, start + CACHED_CHUNK_BYTES);
            exchange.connection().chunk(Arrays.copyOfRange(all, start, end));
        }
    }

    private static byte[] frames(Iterator<JsonObject> events) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        events.forEachRemaining(event -> all.writeBytes(frame(event)));
        return all.toByteArray();
    }

    private static byte[] frame(JsonObject event) {
        String frame = "event: " + event.string("type", "") + "\ndata: " + Json.CODEC.write(event) + "\n\n";
        return frame.getBytes(StandardCharsets.UTF_8);
    }
}
