package io.codex4j.sandbox.windows.setup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Read and write small JSON objects. A value is a map, a list, a string, a long, a double, a boolean, or, for
 * {@code null}, an empty optional: what is read and not understood is written back as it was.
 */
final class JsonTree {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonTree() {}

    static Map<String, Object> parse(byte[] text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is not a JSON object");
            }
            Map<String, Object> object = object(parser);
            if (parser.nextToken() != null) {
                throw new IOException("something follows the JSON object");
            }
            return object;
        }
    }

    static byte[] print(Map<String, Object> object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            write(generator, object);
        }
        return bytes.toByteArray();
    }

    /** Return the strings of a list; empty if that is anything else. */
    static List<String> strings(Object value) {
        return elements(value, String.class);
    }

    /** Return the whole numbers of a list; empty if that is anything else. */
    static List<Integer> integers(Object value) {
        return elements(value, Long.class).stream().map(Long::intValue).toList();
    }

    /** Return the strings that a field of strings holds by name; empty if that is anything else. */
    static Map<String, String> stringFields(Object value) {
        Map<String, String> fields = new LinkedHashMap<>();
        map(value).forEach((name, field) -> {
            if (field instanceof String text) {
                fields.put(name, text);
            }
        });
        return fields;
    }

    /** Return an object as a map; empty if that is anything else. */
    static Map<String, Object> map(Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> fields) {
            fields.forEach((name, field) -> copy.put((String) name, field));
        }
        return copy;
    }

    /** Return a field, or what stands for null where there is none. */
    static Object field(Map<String, Object> object, String name) {
        return object.getOrDefault(name, Optional.empty());
    }

    /** Return a field that must be there as a string. */
    static String text(Map<String, Object> object, String name) throws IOException {
        if (object.get(name) instanceof String text) {
            return text;
        }
        throw new IOException("the field " + name + " is missing");
    }

    private static <T> List<T> elements(Object value, Class<T> type) {
        List<T> found = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object element : list) {
                if (type.isInstance(element)) {
                    found.add(type.cast(element));
                }
            }
        }
        return found;
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Optional.empty();
            default -> throw new IOException("the JSON ends too early");
        };
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> fields -> {
                generator.writeStartObject();
                for (Map.Entry<?, ?> field : fields.entrySet()) {
                    generator.writeFieldName((String) field.getKey());
                    write(generator, field.getValue());
                }
                generator.writeEndObject();
            }
            case List<?> list -> {
                generator.writeStartArray();
                for (Object element : list) {
                    write(generator, element);
                }
                generator.writeEndArray();
            }
            case String text -> generator.writeString(text);
            case Boolean flag -> generator.writeBoolean(flag);
            case Integer number -> generator.writeNumber(number);
            case Long number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case Optional<?> nothing -> generator.writeNull();
            default ->
                throw new IOException("JSON cannot hold a " + value.getClass().getName());
        }
    }
}
