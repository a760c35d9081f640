package io.codex4j.sandbox.windows.ipc;

import java.util.ArrayList;
import java.util.List;

/**
 * The fields of one kind of object: at most 64.
 *
 * @param names those that must be there, then those that may be there
 * @param required how many must be there
 * @param closed whether any other field is an error instead of being ignored
 */
record Shape(List<String> names, int required, boolean closed) {
    static Shape of(String... required) {
        return new Shape(List.of(required), required.length, false);
    }

    Shape optional(String... more) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(more));
        return new Shape(List.copyOf(all), required, closed);
    }

    Shape closedToOthers() {
        return new Shape(names, required, true);
    }
}
