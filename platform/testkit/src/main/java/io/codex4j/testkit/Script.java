package io.codex4j.testkit;

import io.codex4j.api.JsonObject;
import io.codex4j.scripted.Scenario;
import io.codex4j.scripted.ScenarioTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Write a scenario in Java: the same JSON, without its quotes.
 *
 * <p>What has no method of its own is set with {@code with}, by the names of the file format (see {@link Scenario} and
 * {@link ScenarioTurn}). Immutable.
 *
 * @param json the scenario so far
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Script(JsonObject json) {
    /** Write a scenario of the given turns. */
    public static Script of(Turn... turns) {
        List<JsonObject> list = new ArrayList<>();
        for (Turn turn : turns) {
            list.add(turn.json());
        }
        return new Script(JsonObject.of(Map.of("turns", list)));
    }

    /** Set a key of the scenario, such as {@code after}, {@code models} or {@code routes}. */
    public Script with(String name, @Nullable Object value) {
        return new Script(set(json, name, value));
    }

    /** Return the scenario. */
    public Scenario scenario() {
        return Scenario.of(json);
    }

    /** Write a turn that says the given items and ends well. */
    public static Turn turn(Item... items) {
        List<JsonObject> list = new ArrayList<>();
        for (Item item : items) {
            list.add(item.json());
        }
        return new Turn(JsonObject.of(Map.of("items", list)));
    }

    /** Write a turn that is a plain HTTP answer with an error message. */
    public static Turn httpError(int status, String message) {
        return http(status, Map.of(), Map.of("error", Map.of("message", message)));
    }

    /**
     * Write a turn that is a plain HTTP answer.
     *
     * @param body a text, or what can be made JSON
     */
    public static Turn http(int status, Map<String, String> headers, Object body) {
        return new Turn(object("http", object("status", status, "headers", headers, "body", body)));
    }

    /** Write a turn that sends a text as it is as the body of the answer. */
    public static Turn raw(String text) {
        return new Turn(object("raw", object("text", text)));
    }

    /** Write a message. */
    public static Item message(String text) {
        return item("message").with("text", text);
    }

    /** Write reasoning that is shown by summaries. */
    public static Item reasoning(String... summary) {
        return item("reasoning").with("summary", List.of(summary));
    }

    /** Write the call of a tool that takes JSON. */
    public static Item functionCall(String name, Map<String, ?> arguments) {
        return item("function_call").with("name", name).with("arguments", arguments);
    }

    /** Write the call of a tool that takes JSON, with arguments that need not be any. */
    public static Item functionCall(String name, String arguments) {
        return item("function_call").with("name", name).with("arguments", arguments);
    }

    /** Write the call of a tool that takes plain text. */
    public static Item customCall(String name, String input) {
        return item("custom_tool_call").with("name", name).with("input", input);
    }

    /** Write the call of the shell that some models have built in. */
    public static Item localShellCall(String... command) {
        return item("local_shell_call").with("command", List.of(command));
    }

    /** Write a search that the server does. */
    public static Item webSearch(String query) {
        return item("web_search_call").with("query", query);
    }

    /** Write an item of any type. */
    public static Item item(String type) {
        return new Item(object("type", type));
    }

    /**
     * A turn.
     *
     * @param json the turn so far
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public record Turn(JsonObject json) {
        /** Set a key of the turn, such as {@code delay_ms}, {@code usage} or {@code events}. */
        public Turn with(String name, @Nullable Object value) {
            return new Turn(set(json, name, value));
        }

        /** End in another way than well. */
        public Turn end(ScenarioTurn.End end) {
            return with("end", end.name().toLowerCase(Locale.ROOT));
        }

        /** End in another way than well after so many events; the end must be one that cuts. */
        public Turn end(ScenarioTurn.End end, int afterEvents) {
            if (!end.cuts()) {
                throw new IllegalArgumentException(end + " does not cut a stream");
            }
            return end(end).with("after_events", afterEvents);
        }

        /** End with an error of the server. */
        public Turn failure(String code, String message) {
            return end(ScenarioTurn.End.FAILED).with("error", object("code", code, "message", message));
        }
    }

    /**
     * An item of a turn.
     *
     * @param json the item so far
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public record Item(JsonObject json) {
        /** Set a key of the item, such as {@code call_id}, {@code phase} or {@code chunk}. */
        public Item with(String name, @Nullable Object value) {
            return new Item(set(json, name, value));
        }
    }

    private static JsonObject set(JsonObject json, String name, @Nullable Object value) {
        return json.toBuilder().put(name, value).build();
    }

    private static JsonObject object(Object... namesAndValues) {
        JsonObject.Builder object = JsonObject.builder();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            object.put((String) namesAndValues[index], namesAndValues[index + 1]);
        }
        return object.build();
    }
}
