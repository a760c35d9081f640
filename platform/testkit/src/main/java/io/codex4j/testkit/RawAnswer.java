package io.codex4j.testkit;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.scripted.ScenarioTurn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Answer with bytes as they are, however wrong. */
final class RawAnswer {
    private static final int BLOCK_BYTES = 65_536;

    private final List<Part> parts;
    private final boolean chunked;
    private final boolean head;

    private RawAnswer(List<Part> parts, boolean chunked, boolean head) {
        this.parts = parts;
        this.chunked = chunked;
        this.head = head;
    }

    static RawAnswer of(JsonObject json) {
        List<Part> parts = new ArrayList<>();
        for (JsonObject part : json.has("parts") ? json.objects("parts") : List.of(json)) {
            parts.add(Part.of(part));
        }
        boolean head = json.bool("head", true);
        return new RawAnswer(parts, head && json.bool("chunked", true), head);
    }

    void send(ScenarioTurn turn, Exchange exchange) throws IOException {
        if (chunked) {
            exchange.beginStream("text/event-stream", turn.headers());
        } else if (head) {
            exchange.beginUnframed("text/event-stream", turn.headers());
        }
        for (Part part : parts) {
            part.send(exchange.connection(), chunked);
        }
        if (chunked || turn.end().cuts()) {
            exchange.endStream(turn);
        } else {
            exchange.connection().close();
        }
    }

    /** Some bytes, sent again and again. */
    private static final class Part {
        private final byte[] bytes;
        private final long times;

        private Part(byte[] bytes, long times) {
            this.bytes = bytes;
            this.times = times;
        }

        static Part of(JsonObject json) {
            byte[] bytes = json.has("body_base64")
                    ? decode(json.string("body_base64"))
                    : json.string("text", "").getBytes(StandardCharsets.UTF_8);
            return new Part(bytes, json.findInteger("repeat").orElse(1));
        }

        private static byte[] decode(String base64) {
            try {
                return Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new PluginException(ErrorCode.INVALID_VALUE, "`body_base64` is no Base64: " + e.getMessage(), e);
            }
        }

        void send(HttpConnection connection, boolean chunked) throws IOException {
            if (bytes.length == 0) {
                return;
            }
            int timesPerBlock = (int) Math.max(1, Math.min(times, BLOCK_BYTES / bytes.length));
            ByteArrayOutputStream repeated = new ByteArrayOutputStream();
            for (int time = 0; time < timesPerBlock; time++) {
                repeated.writeBytes(bytes);
            }
            byte[] block = repeated.toByteArray();
            for (long left = times; left > 0; left -= timesPerBlock) {
                byte[] piece = left >= timesPerBlock ? block : Arrays.copyOf(block, (int) left * bytes.length);
                if (chunked) {
                    connection.chunk(piece);
                } else {
                    connection.write(piece);
                }
            }
        }
    }
}
