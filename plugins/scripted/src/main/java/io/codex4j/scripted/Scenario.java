package io.codex4j.scripted;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Hold a script of what a model says, read from a scenario file. Immutable.
 *
 * <p>The file is one JSON object. All of its keys are optional:
 *
 * <pre>{@code
 * {"select":  "sequence" | "session" | "outputs",            which turn answers a request; default "sequence"
 *  "after":   "repeat" | "loop" | "error" | "answer",        what follows the last turn; default "answer"
 *  "turns":   [ {"items": [{"type": "message", "text": "Done."}]}, ... ],
 *  "models":  [ ... ],                                       what a model server lists as its models
 *  "routes":  {"GET /v1/models": {"status": 500, "body": {}, "headers": {}, "delay_ms": 0}},
 *  "model":   {"freeform_tools": true, "parallel_tool_calls": true, "context_window": 272000}}
 * }</pre>
 *
 * <p>A turn and its items are described at {@link ScenarioTurn}. Keys that are not known are ignored, so that one file
 * can serve several programs.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Scenario {
    /** Which turn answers a request. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public enum Select {
        /** The first request gets the first turn, and so on. */
        SEQUENCE,
        /** As a sequence, but each conversation has its own. */
        SESSION,
        /** As many tool outputs as follow the last message of the user; needs no memory. */
        OUTPUTS
    }

    /** What answers a request when there are no more turns. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public enum After {
        /** The last turn again. */
        REPEAT,
        /** All turns from the first on. */
        LOOP,
        /** HTTP status 500. */
        ERROR,
        /** A message that says so. */
        ANSWER
    }

    private static final ScenarioTurn EXHAUSTED_ANSWER =
            ScenarioTurn.of(JsonObject.of(Map.of("items", List.of(message("(scenario exhausted)")))));
    private static final ScenarioTurn EXHAUSTED_ERROR = ScenarioTurn.of(JsonObject.of(Map.of(
            "http", Map.of("status", 500, "body", Map.of("error", Map.of("message", "scenario exhausted"))))));

    private final JsonObject json;
    private final Select select;
    private final After after;
    private final List<ScenarioTurn> turns;

    private Scenario(JsonObject json, Select select, After after, List<ScenarioTurn> turns) {
        this.json = json;
        this.select = select;
        this.after = after;
        this.turns = turns;
    }

    /**
     * Read a scenario file, UTF-8.
     *
     * @throws PluginException with {@link ErrorCode#INVALID_CONFIG} if the file cannot be read or is no scenario; the
     *     message names the file and the place
     */
    public static Scenario read(Path file, JsonCodec codec) {
        try {
            return of(codec.parse(Files.readString(file)));
        } catch (PluginException e) {
            throw unreadable(file, Objects.requireNonNull(e.getMessage()), e);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file", e);
        } catch (CharacterCodingException e) {
            throw unreadable(file, "it is not UTF-8 text", e);
        } catch (IOException e) {
            throw unreadable(file, "it cannot be read (" + e + ")", e);
        }
    }

    /**
     * Take a scenario that is already JSON.
     *
     * @throws PluginException with {@link ErrorCode#INVALID_VALUE} if it is no scenario; the message names the place
     */
    public static Scenario of(JsonObject json) {
        Select select = Words.choice(json, "select", Select.SEQUENCE, Select.values());
        After after = Words.choice(json, "after", After.ANSWER, After.values());
        List<ScenarioTurn> turns = new ArrayList<>();
        for (JsonObject turn : json.objects("turns")) {
            try {
                turns.add(ScenarioTurn.of(turn));
            } catch (PluginException e) {
                throw Words.at("turns[" + turns.size() + "]", e);
            }
        }
        return new Scenario(json, select, after, List.copyOf(turns));
    }

    /** Return the scenario as JSON, with all keys that were given. */
    public JsonObject json() {
        return json;
    }

    /** Return how the turn is chosen. */
    public Select select() {
        return select;
    }

    /** Return what follows the last turn. */
    public After after() {
        return after;
    }

    /** Return the turns in order. */
    public List<ScenarioTurn> turns() {
        return turns;
    }

    /** Return the turn of a number from 0 on, which may lie past the last one. */
    ScenarioTurn turn(int number) {
        if (number < turns.size()) {
            return turns.get(number);
        }
        boolean repeats = !turns.isEmpty();
        return switch (after) {
            case REPEAT -> repeats ? turns.getLast() : EXHAUSTED_ANSWER;
            case LOOP -> repeats ? turns.get(number % turns.size()) : EXHAUSTED_ANSWER;
            case ERROR -> EXHAUSTED_ERROR;
            case ANSWER -> EXHAUSTED_ANSWER;
        };
    }

    /** Return the number that templates see: where turns start anew, so does the count. */
    int shownNumber(int number) {
        return after == After.LOOP && number >= turns.size() && !turns.isEmpty() ? number % turns.size() : number;
    }

    private static Map<String, String> message(String text) {
        return Map.of("type", "message", "text", text);
    }

    private static PluginException unreadable(Path file, String problem, Exception cause) {
        return new PluginException(ErrorCode.INVALID_CONFIG, "scenario " + file + ": " + problem, cause);
    }
}
