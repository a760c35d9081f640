package io.codex4j.sandbox.windows.ipc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object field by field, as its shape says: calls of {@link #next} alternate with one of the methods that take a value.
 *
 * <p>Fields that the shape does not name are passed over without being kept. Whoever decodes a frame turns the exceptions of the
 * parser into {@link FrameException}s.
 */
final class ObjectReader implements Closeable {
    /** Values and names in one frame: more than any command line holds, and little memory even if each of them costs an object. */
    private static final int MAX_TOKENS = 1 << 18;

    /** How deep arrays and objects may lie in each other; the bound of the reference, too. */
    private static final int MAX_DEPTH = 128;

    /** Digits of a number, of which at most 20 are of use. */
    private static final int MAX_DIGITS = 1000;

    /** Bytes of a field name; names of environment variables are fields here. */
    private static final int MAX_NAME = 1 << 17;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            // A frame is UTF-8; anything else is an error, not something to be guessed.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            // Names come from the other side: none of them may stay in the JVM's own table.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxTokenCount(MAX_TOKENS)
                    .maxNumberLength(MAX_DIGITS)
                    .maxNameLength(MAX_NAME)
                    .maxStringLength(Frame.MAX_PAYLOAD)
                    .build())
            .build();

    private final Slice object;
    private final Shape shape;
    private final JsonParser parser;
    private long seen;
    private String field = "";

    ObjectReader(Slice object, Shape shape, String called) throws IOException {
        this.object = object;
        this.shape = shape;
        this.parser = FACTORY.createParser(object.bytes(), object.start(), object.end() - object.start());
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            parser.close();
            throw new FrameException(called + " must be an object");
        }
    }

    /** Go to the next field of the shape; null after the last one. */
    @Nullable
    String next() throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            int index = shape.names().indexOf(name);
            if (index >= 0) {
                enter(index);
                return field;
            }
            if (shape.closed()) {
                throw new FrameException("unknown field `" + Texts.shown(name) + "`");
            }
            parser.nextToken();
            parser.skipChildren();
        }
        checkComplete();
        return null;
    }

    private void enter(int index) throws IOException {
        field = shape.names().get(index);
        if ((seen & 1L << index) != 0) {
            throw new FrameException("duplicate field `" + field + "`");
        }
        seen |= 1L << index;
        parser.nextToken();
    }

    private void checkComplete() throws FrameException {
        for (int index = 0; index < shape.required(); index++) {
            if ((seen & 1L << index) == 0) {
                throw new FrameException("missing field `" + shape.names().get(index) + "`");
            }
        }
    }

    /** Make sure that nothing follows the object. */
    void end() throws IOException {
        if (parser.nextToken() != null) {
            throw new FrameException("the frame goes on after the end of its message");
        }
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    boolean isFalseOrTrue() throws FrameException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw mustBe("true or false");
        };
    }

    /** Take a string. */
    String anyText() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw mustBe("a string");
        }
        return unicode(parser.getText());
    }

    /** Take a string that Windows can be given. */
    String text() throws IOException {
        return withoutNul(anyText());
    }

    private String withoutNul(String text) throws FrameException {
        if (text.indexOf('\0') >= 0) {
            throw new FrameException("field `" + field + "` contains a NUL character");
        }
        return text;
    }

    private String unicode(String text) throws FrameException {
        if (!Texts.isUnicode(text)) {
            throw new FrameException("field `" + field + "` contains half a character");
        }
        return text;
    }

    /** Take a string, or nothing for null. */
    @Nullable
    String textOrNull() throws IOException {
        return isNull() ? null : text();
    }

    /** Take one of these words. */
    String token(String... words) throws IOException {
        return token(words, word -> word);
    }

    /** Take one of the tokens of an enumeration. */
    <E> E token(E[] values, Function<E, String> token) throws IOException {
        String text = anyText();
        for (E value : values) {
            if (token.apply(value).equals(text)) {
                return value;
            }
        }
        StringBuilder known = new StringBuilder();
        for (E value : values) {
            known.append(known.isEmpty() ? "`" : ", `")
                    .append(token.apply(value))
                    .append('`');
        }
        throw new FrameException(
                "unknown variant `" + Texts.shown(text) + "` of field `" + field + "`, expected one of " + known);
    }

    /** Take an integer within bounds; both are inclusive. */
    long integer(long least, long most) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = parser.getLongValue();
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw mustBe("an integer from " + least + " to " + most);
    }

    /** Take an unsigned integer of 64 bits; what does not fit into a long becomes the greatest long. */
    long unsigned64() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            BigInteger value = parser.getBigIntegerValue();
            if (value.signum() >= 0 && value.bitLength() <= Long.SIZE) {
                return value.bitLength() < Long.SIZE ? value.longValue() : Long.MAX_VALUE;
            }
        }
        throw mustBe("an integer from 0 to " + Long.toUnsignedString(-1));
    }

    List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (startArray(); parser.nextToken() != JsonToken.END_ARRAY; ) {
            texts.add(text());
        }
        return texts;
    }

    Map<String, String> textsByName() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw mustBe("an object of strings");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (texts.put(withoutNul(unicode(name)), text()) != null) {
                throw new FrameException("field `" + field + "` has the name `" + Texts.shown(name) + "` twice");
            }
        }
        return texts;
    }

    /** Take a value of any kind, to be read later. */
    Slice value() throws IOException {
        int start = object.start() + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return new Slice(
                object.bytes(),
                start,
                object.start() + (int) parser.currentLocation().getByteOffset());
    }

    List<Slice> values() throws IOException {
        List<Slice> values = new ArrayList<>();
        for (startArray(); parser.nextToken() != JsonToken.END_ARRAY; ) {
            values.add(value());
        }
        return values;
    }

    private void startArray() throws FrameException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw mustBe("an array");
        }
    }

    private FrameException mustBe(String what) {
        return new FrameException("field `" + field + "` must be " + what);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
