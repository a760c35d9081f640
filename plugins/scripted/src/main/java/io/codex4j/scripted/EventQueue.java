package io.codex4j.scripted;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;

/** Queue events that are made already, and texts that are cut into events only when they are asked for. */
final class EventQueue implements Iterator<JsonObject> {
    private final Queue<Iterator<JsonObject>> parts = new ArrayDeque<>();

    void add(JsonObject event) {
        parts.add(List.of(event).iterator());
    }

    /** Add an event for each piece of a text; a piece is so many characters (code points), the last may be shorter. */
    void addPieces(String text, int size, Function<String, JsonObject> event) {
        if (size < 1) {
            throw new PluginException(ErrorCode.INVALID_VALUE, "`chunk` is " + size + ", expected 1 or more");
        }
        parts.add(new Pieces(text, size, event));
    }

    @Override
    public boolean hasNext() {
        while (!parts.isEmpty() && !parts.element().hasNext()) {
            parts.remove();
        }
        return !parts.isEmpty();
    }

    @Override
    public JsonObject next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return parts.element().next();
    }

    private static final class Pieces implements Iterator<JsonObject> {
        private final String text;
        private final int size;
        private final Function<String, JsonObject> event;
        private int position;

        Pieces(String text, int size, Function<String, JsonObject> event) {
            this.text = text;
            this.size = size;
            this.event = event;
        }

        @Override
        public boolean hasNext() {
            return position < text.length();
        }

        @Override
        public JsonObject next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int start = position;
            for (int taken = 0; taken < size && position < text.length(); taken++) {
                position += Character.charCount(text.codePointAt(position));
            }
            return event.apply(text.substring(start, position));
        }
    }
}
