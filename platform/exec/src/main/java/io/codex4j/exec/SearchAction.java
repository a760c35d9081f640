package io.codex4j.exec;

import io.codex4j.api.JsonObject;
import java.util.List;

/**
 * Say what a web search does. Source of the format: events of the reference.
 *
 * @param query what is looked for, in words; empty while it is not known
 * @param shown what programs are shown of the action
 */
record SearchAction(String query, JsonObject shown) {
    private static final JsonObject OTHER =
            JsonObject.builder().put("type", "other").build();

    static SearchAction of(JsonObject action) {
        return switch (text(action, "type")) {
            case "search" -> new SearchAction(query(action), search(action));
            case "open_page" -> new SearchAction(text(action, "url"), OTHER);
            case "find_in_page" ->
                new SearchAction("'" + text(action, "pattern") + "' in " + text(action, "url"), OTHER);
            default -> new SearchAction("", OTHER);
        };
    }

    private static String query(JsonObject action) {
        String query = text(action, "query");
        if (!query.isEmpty() || !(action.asMap().get("queries") instanceof List<?> queries) || queries.isEmpty()) {
            return query;
        }
        return queries.getFirst() + (queries.size() > 1 ? " ..." : "");
    }

    private static JsonObject search(JsonObject action) {
        JsonObject.Builder shown = JsonObject.builder().put("type", "search");
        for (String name : List.of("query", "queries")) {
            if (action.has(name)) {
                shown.put(name, action.asMap().get(name));
            }
        }
        return shown.build();
    }

    /** The action is the model server's and may have any shape. */
    private static String text(JsonObject action, String name) {
        return action.asMap().get(name) instanceof String text ? text : "";
    }
}
