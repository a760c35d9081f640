package io.codex4j.tools;

import io.codex4j.api.JsonObject;
import java.util.List;

/** Build the JSON schema of a tool's arguments. */
final class Schema {
    private final JsonObject.Builder properties = JsonObject.builder();

    Schema string(String name, String description) {
        properties.put(name, described("string", description).build());
        return this;
    }

    Schema number(String name, String description) {
        properties.put(name, described("number", description).build());
        return this;
    }

    Schema bool(String name, String description) {
        properties.put(name, described("boolean", description).build());
        return this;
    }

    Schema strings(String name, String description) {
        JsonObject element = JsonObject.builder().put("type", "string").build();
        properties.put(
                name, described("array", description).put("items", element).build());
        return this;
    }

    Schema objects(String name, String description, JsonObject element) {
        properties.put(
                name, described("array", description).put("items", element).build());
        return this;
    }

    private static JsonObject.Builder described(String type, String description) {
        return JsonObject.builder().put("type", type).put("description", description);
    }

    /** Return the schema; nothing but these properties is allowed. */
    JsonObject require(String... names) {
        return JsonObject.builder()
                .put("type", "object")
                .put("properties", properties.build())
                .put("required", List.of(names))
                .put("additionalProperties", false)
                .build();
    }
}
