package io.codex4j.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Hold the members of a JSON object, in order, with typed access. Immutable.
 *
 * <p>A value is a {@link String}, {@link Boolean}, {@link Number}, {@link JsonObject}, an unmodifiable {@link List} of
 * such values, or null. Each getter throws {@link PluginException} with {@link ErrorCode#INVALID_VALUE}, naming the
 * member, when the value has another type; {@code find…} methods return nothing for a member that is absent or null.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class JsonObject {
    private static final JsonObject EMPTY = new JsonObject(Map.of());

    private final Map<String, @Nullable Object> members;

    private JsonObject(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /** Return the object without members. */
    public static JsonObject empty() {
        return EMPTY;
    }

    /** Return a builder without members. */
    public static Builder builder() {
        return new Builder();
    }

    /** Return an object with the given members; nested maps become objects, nested collections lists. */
    public static JsonObject of(Map<String, ? extends @Nullable Object> members) {
        Builder builder = builder();
        members.forEach(builder::put);
        return builder.build();
    }

    /** Return a builder that starts with the members of this object. */
    public Builder toBuilder() {
        Builder builder = builder();
        builder.members.putAll(members);
        return builder;
    }

    /** Tell whether a member is there and is not null. */
    public boolean has(String name) {
        return members.get(name) != null;
    }

    /** Tell whether there are no members. */
    public boolean isEmpty() {
        return members.isEmpty();
    }

    /** Return the members in order, unmodifiable. */
    public Map<String, @Nullable Object> asMap() {
        return Collections.unmodifiableMap(members);
    }

    /** Return a string that must be there. */
    public String string(String name) {
        return findString(name).orElseThrow(() -> missing(name));
    }

    /** Return a string, or the other one where it is absent. */
    public String string(String name, String other) {
        return findString(name).orElse(other);
    }

    /** Return a string if it is there. */
    public Optional<String> findString(String name) {
        return find(name, String.class, "a string");
    }

    /** Return an integer that must be there; a number without fraction counts as one. */
    public long integer(String name) {
        return findInteger(name).orElseThrow(() -> missing(name));
    }

    /** Return an integer if it is there. */
    public OptionalLong findInteger(String name) {
        Optional<Number> number = find(name, Number.class, "an integer");
        if (number.isEmpty()) {
            return OptionalLong.empty();
        }
        double value = number.get().doubleValue();
        if (value != Math.rint(value) || Math.abs(value) > 9.2e18) {
            throw invalid(name, number.get(), "an integer");
        }
        return OptionalLong.of(number.get().longValue());
    }

    /** Return a number if it is there. */
    public OptionalDouble findNumber(String name) {
        Optional<Number> number = find(name, Number.class, "a number");
        return number.isPresent() ? OptionalDouble.of(number.get().doubleValue()) : OptionalDouble.empty();
    }

    /** Return a boolean, or the other one where it is absent. */
    public boolean bool(String name, boolean other) {
        return find(name, Boolean.class, "a boolean").orElse(other);
    }

    /** Return an object that must be there. */
    public JsonObject object(String name) {
        return findObject(name).orElseThrow(() -> missing(name));
    }

    /** Return an object if it is there. */
    public Optional<JsonObject> findObject(String name) {
        return find(name, JsonObject.class, "an object");
    }

    /** Return a list of strings, empty where it is absent. */
    public List<String> strings(String name) {
        return list(name, String.class, "a string");
    }

    /** Return a list of objects, empty where it is absent. */
    public List<JsonObject> objects(String name) {
        return list(name, JsonObject.class, "an object");
    }

    private <T> Optional<T> find(String name, Class<T> type, String expected) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw invalid(name, value, expected);
        }
        return Optional.of(type.cast(value));
    }

    private <T> List<T> list(String name, Class<T> type, String expected) {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw invalid(name, value, "a list");
        }
        List<T> typed = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!type.isInstance(element)) {
                throw invalid(name, element, "a list with " + expected + " as each element");
            }
            typed.add(type.cast(element));
        }
        return Collections.unmodifiableList(typed);
    }

    private static PluginException missing(String name) {
        return new PluginException(ErrorCode.INVALID_VALUE, "missing field `" + name + "`");
    }

    private static PluginException invalid(String name, @Nullable Object value, String expected) {
        return new PluginException(
                ErrorCode.INVALID_VALUE,
                "invalid type for `" + name + "`: " + describe(value) + ", expected " + expected);
    }

    private static String describe(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> "string \"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\"";
            case Boolean bool -> "boolean `" + bool + "`";
            case Number number -> "number `" + number + "`";
            case List<?> list -> "list";
            default -> "object";
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject object && members.equals(object.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    /** Return the members as a map prints them: for logs and tests, not JSON. */
    @Override
    public String toString() {
        return members.toString();
    }

    /** Collect the members of an object. Not safe for several threads. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public static final class Builder {
        private Map<String, @Nullable Object> members = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Set a member; a later value replaces an earlier one in its place.
         *
         * @throws IllegalArgumentException if the value is of no type that JSON has
         */
        public Builder put(String name, @Nullable Object value) {
            members.put(name, convert(value));
            return this;
        }

        /** Set a member if there is a value. */
        public Builder putIfPresent(String name, Optional<?> value) {
            value.ifPresent(present -> put(name, present));
            return this;
        }

        /** Set all members of another object. */
        public Builder putAll(JsonObject other) {
            members.putAll(other.members);
            return this;
        }

        /** Take a member out. */
        public Builder remove(String name) {
            members.remove(name);
            return this;
        }

        /** Return the object; the builder is spent afterwards. */
        public JsonObject build() {
            JsonObject built = members.isEmpty() ? EMPTY : new JsonObject(members);
            members = new LinkedHashMap<>();
            return built;
        }

        private static @Nullable Object convert(@Nullable Object value) {
            return switch (value) {
                case null -> null;
                case String text -> text;
                case Boolean bool -> bool;
                case Number number -> number;
                case JsonObject object -> object;
                case Enum<?> constant -> constant.toString();
                case Map<?, ?> map -> {
                    Builder nested = builder();
                    map.forEach((key, member) -> nested.put(String.valueOf(key), member));
                    yield nested.build();
                }
                case Iterable<?> elements -> {
                    List<@Nullable Object> list = new ArrayList<>();
                    elements.forEach(element -> list.add(convert(element)));
                    yield Collections.unmodifiableList(list);
                }
                default ->
                    throw new IllegalArgumentException(
                            "not a JSON value: " + value.getClass().getName());
            };
        }
    }
}
