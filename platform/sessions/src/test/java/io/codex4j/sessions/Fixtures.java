package io.codex4j.sessions;

import io.codex4j.api.JsonObject;
import io.codex4j.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What several tests need. */
final class Fixtures {
    static final String ID = "01a20874-e3c3-7443-93c1-53b7b147ed50";
    static final Instant STARTED = Instant.parse("2026-11-23T18:50:07.995Z");
    /** Nine hours ahead, so that the local date is another one than in UTC. */
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T18:50:08Z"), ZoneId.of("Asia/Tokyo"));

    private Fixtures() {}

    static SessionMeta meta(String id, Path directory) {
        return new SessionMeta(
                id,
                STARTED,
                directory,
                "codex_exec",
                "0.1.0",
                "exec",
                "mock",
                "Be good.",
                Optional.of(new GitInfo(Optional.of("abc"), Optional.of("main"), Optional.empty())),
                Optional.empty());
    }

    static SessionMeta meta() {
        return meta(ID, Path.of("/srv/app"));
    }

    static String metaLine(String id, Path directory) {
        return line("session_meta", Json.CODEC.write(meta(id, directory).toJson()));
    }

    static String line(String type, String payload) {
        return "{\"timestamp\":\"2026-11-23T18:50:08.000Z\",\"type\":\"" + type + "\",\"payload\":" + payload + "}\n";
    }

    static String userItem(String text) {
        return line(
                "response_item",
                "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"" + text
                        + "\"}]}");
    }

    static String assistantItem(String text) {
        return line(
                "response_item",
                "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"" + text
                        + "\"}]}");
    }

    static String taskStarted() {
        return line("event_msg", "{\"type\":\"task_started\",\"turn_id\":\"t\"}");
    }

    /** Parse every line of a file; fails where one is not a JSON object. */
    static List<JsonObject> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Json.CODEC::parse).toList();
    }
}
