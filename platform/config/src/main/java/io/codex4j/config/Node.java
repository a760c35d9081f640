package io.codex4j.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a TOML text that remembers where it is written. Immutable. */
sealed interface Node {
    /** Return where its key stands; for an element of a list where the element stands. */
    Place key();

    /** Return where the value stands; for a table with a header where the header stands. */
    Place place();

    /** Return the value as plain maps, lists, strings, longs, doubles and booleans; dates become strings. */
    Object plain();

    /** Return the same value with its key somewhere else. */
    Node withKey(Place keyPlace);

    /**
     * A value without parts.
     *
     * @param value a String, Long, Double or Boolean, or a date or time of {@code java.time}
     */
    record Scalar(Object value, Place key, Place place) implements Node {
        @Override
        public Object plain() {
            boolean isPlain = value instanceof String || value instanceof Number || value instanceof Boolean;
            return isPlain ? value : value.toString();
        }

        @Override
        public Scalar withKey(Place keyPlace) {
            return new Scalar(value, keyPlace, place);
        }
    }

    /** A list. */
    record Sequence(List<Node> elements, Place key, Place place) implements Node {
        public Sequence {
            elements = List.copyOf(elements);
        }

        @Override
        public Object plain() {
            List<Object> plain = new ArrayList<>(elements.size());
            for (Node element : elements) {
                plain.add(element.plain());
            }
            return List.copyOf(plain);
        }

        @Override
        public Sequence withKey(Place keyPlace) {
            return new Sequence(elements, keyPlace, place);
        }
    }

    /** A table; keys keep the order in which they are written. */
    record Table(Map<String, Node> entries, Place key, Place place) implements Node {
        public Table {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public Map<String, @Nullable Object> plain() {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            for (Map.Entry<String, Node> entry : entries.entrySet()) {
                plain.put(entry.getKey(), entry.getValue().plain());
            }
            return Collections.unmodifiableMap(plain);
        }

        @Override
        public Table withKey(Place keyPlace) {
            return new Table(entries, keyPlace, place);
        }

        @Nullable
        Node get(String name) {
            return entries.get(name);
        }

        /** Return what stands at a path of keys, the table itself for an empty one. */
        @Nullable
        Node find(List<String> path) {
            Node node = this;
            for (String name : path) {
                Node next = node instanceof Table table ? table.get(name) : null;
                if (next == null) {
                    return null;
                }
                node = next;
            }
            return node;
        }

        /** Return the table at a path of keys; an empty one where there is none. */
        Table tableAt(String... path) {
            return find(List.of(path)) instanceof Table table ? table : new Table(Map.of(), key, place);
        }

        Table with(String name, Node node) {
            Map<String, Node> changed = new LinkedHashMap<>(entries);
            changed.put(name, node);
            return new Table(changed, key, place);
        }

        Table without(String name) {
            Map<String, Node> changed = new LinkedHashMap<>(entries);
            changed.remove(name);
            return new Table(changed, key, place);
        }

        /** Return this table without what stands at a path of keys. */
        Table without(List<String> path) {
            String name = path.getFirst();
            if (path.size() == 1) {
                return without(name);
            }
            return get(name) instanceof Table below ? with(name, below.without(path.subList(1, path.size()))) : this;
        }

        /** Return this table with another laid over it: tables merge, all else is replaced. */
        Table mergedWith(Table higher) {
            Map<String, Node> merged = new LinkedHashMap<>(entries);
            for (Map.Entry<String, Node> entry : higher.entries.entrySet()) {
                Node below = merged.get(entry.getKey());
                Node above = entry.getValue();
                if (below instanceof Table lower && above instanceof Table upper) {
                    above = lower.mergedWith(upper);
                }
                merged.put(entry.getKey(), above);
            }
            return new Table(merged, higher.key, higher.place);
        }
    }
}
