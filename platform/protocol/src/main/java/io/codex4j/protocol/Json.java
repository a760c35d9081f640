package io.codex4j.protocol;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.codex4j.api.ErrorCode;
import io.codex4j.api.JsonCodec;
import io.codex4j.api.JsonObject;
import io.codex4j.api.PluginException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Read and write JSON with Jackson's streaming core: no reflection, so that it costs little at start-up. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Json implements JsonCodec {
    /** The one instance. */
    public static final Json CODEC = new Json();

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    @Override
    public JsonObject parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new PluginException(ErrorCode.INVALID_VALUE, "expected a JSON object");
            }
            JsonObject object = readObject(parser);
            if (parser.nextToken() != null) {
                throw new PluginException(ErrorCode.INVALID_VALUE, "unexpected text after the JSON object");
            }
            return object;
        } catch (JacksonException e) {
            throw new PluginException(ErrorCode.INVALID_VALUE, describe(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String write(JsonObject object) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            writeValue(generator, object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static String describe(JacksonException e) {
        var at = e.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + " column " + at.getColumnNr();
        return e.getOriginalMessage() + place;
    }

    private static JsonObject readObject(JsonParser parser) throws IOException {
        JsonObject.Builder object = JsonObject.builder();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            object.put(name, readValue(parser));
        }
        return object.build();
    }

    private static List<@Nullable Object> readArray(JsonParser parser) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(readValue(parser));
        }
        return list;
    }

    private static @Nullable Object readValue(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static void writeValue(JsonGenerator out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean bool -> out.writeBoolean(bool);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case BigInteger number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(number);
            case Number number -> out.writeNumber(number.doubleValue());
            case JsonObject object -> {
                out.writeStartObject();
                for (Map.Entry<String, @Nullable Object> member : object.asMap().entrySet()) {
                    out.writeFieldName(member.getKey());
                    writeValue(out, member.getValue());
                }
                out.writeEndObject();
            }
            case List<?> list -> {
                out.writeStartArray();
                for (Object element : list) {
                    writeValue(out, element);
                }
                out.writeEndArray();
            }
            default ->
                throw new IllegalArgumentException(
                        "not a JSON value: " + value.getClass().getName());
        }
    }
}
