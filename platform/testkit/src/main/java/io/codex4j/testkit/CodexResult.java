package io.codex4j.testkit;

import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import io.codex4j.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What a process left when it ended.
 *
 * @param exitCode the exit code; 128 plus its number where a signal ended the process
 * @param stdout what it printed, read as UTF-8
 * @param stderr what it printed to standard error, read as UTF-8
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CodexResult(int exitCode, String stdout, String stderr) {
    /** Return the lines of standard output. */
    public List<String> lines() {
        return stdout.lines().toList();
    }

    /**
     * Return standard output as one JSON object a line, as {@code exec --json} prints it.
     *
     * @throws AssertionError if a line is something else
     */
    public List<JsonObject> events() {
        return events(stdout);
    }

    /** Return the values of {@code type} of all events, in order. */
    public List<String> eventTypes() {
        return events().stream().map(event -> event.string("type", "")).toList();
    }

    static List<JsonObject> events(String text) {
        List<JsonObject> events = new ArrayList<>();
        text.lines().forEach(line -> {
            try {
                events.add(Json.CODEC.parse(line));
            } catch (PluginException e) {
                throw new AssertionError("no JSON event: " + line, e);
            }
        });
        return events;
    }
}
