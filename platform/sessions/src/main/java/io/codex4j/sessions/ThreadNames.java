package io.codex4j.sessions;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Look up names of threads. Source of the format: {@code session_index.jsonl} of the reference, a line {@code
 * {"id","thread_name","updated_at"}} for each naming; the last one of an id counts.
 */
final class ThreadNames {
    static final String FILE = "session_index.jsonl";
    private static final int MAX_LINE_BYTES = 1 << 16;

    private ThreadNames() {}

    /** Return the id of the thread that got a name last and still has it. */
    static Optional<String> find(Path index, String name) {
        Map<String, String> names = new LinkedHashMap<>();
        if (Files.isRegularFile(index)) {
            read(index, names);
        }
        Optional<String> last = Optional.empty();
        for (Map.Entry<String, String> entry : names.entrySet()) {
            if (entry.getValue().equals(name)) {
                last = Optional.of(entry.getKey());
            }
        }
        return last;
    }

    private static void read(Path index, Map<String, String> names) {
        try (LineReader lines = new LineReader(Files.newInputStream(index), MAX_LINE_BYTES)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                read(line, names);
            }
        } catch (IOException e) {
            throw new RolloutException("Cannot read the names of sessions in " + index + ": " + e.getMessage(), e);
        }
    }

    private static void read(String line, Map<String, String> names) {
        try {
            JsonObject json = Json.CODEC.parse(line);
            String id = json.string("id");
            // Taken out first, so that the order is that of the last naming.
            names.remove(id);
            names.put(id, json.string("thread_name"));
        } catch (PluginException e) {
            // A torn or foreign line names nothing.
            return;
        }
    }
}
