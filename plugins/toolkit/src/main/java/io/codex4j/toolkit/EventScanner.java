package io.codex4j.toolkit;

import io.codex4j.api.model.ModelEvent;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Look into the bytes of an event of the Responses API before, or instead of, reading it as JSON.
 *
 * <p>An answer can hold a hundred thousand pieces of text; a tree of objects for each would cost more than everything
 * else. So such a piece is taken from the bytes, but only if it is plainly well-formed: one flat object that begins
 * with its type and holds strings, whole numbers and empty lists. Everything else is left to the real parser; this is
 * faster, and never different. Used again for each event; not safe for several threads.
 */
final class EventScanner {
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private byte[] bytes = {};
    private int at;
    private int limit;

    /** Where the string that was read last lies. */
    private int start;

    private int end;
    private boolean escaped;
    private boolean ascii;

    /** Look at an event; it must not change while it is looked at. */
    void reset(byte[] newBytes, int from, int to) {
        bytes = newBytes;
        at = from;
        limit = to;
    }

    /** Read the type; false if the event does not begin with it. */
    boolean takeType() {
        return take('{') && takeString() && found("type") && take(':') && takeString() && !escaped;
    }

    /** Return the type that was just read. */
    String type() {
        return string();
    }

    /** Compare the type that was just read. */
    boolean typeIs(String type) {
        return found(type);
    }

    /** Return the rest of an event whose type has been read as a piece of text, or null if it needs the real parser. */
    ModelEvent.@Nullable TextDelta textDelta() {
        String itemId = "";
        String delta = null;
        while (take(',')) {
            if (!takeString() || escaped || found("type")) {
                return null;
            }
            boolean isId = found("item_id");
            boolean isDelta = found("delta");
            if (!take(':')) {
                return null;
            }
            if (isId || isDelta) {
                String value = takeString() ? value() : null;
                if (value == null) {
                    return null;
                }
                itemId = isId ? value : itemId;
                delta = isDelta ? value : delta;
            } else if (!skipValue()) {
                return null;
            }
        }
        boolean whole = take('}') && atEnd();
        return whole && delta != null ? new ModelEvent.TextDelta(itemId, delta) : null;
    }

    private boolean skipValue() {
        return takeString() || takeNumber() || (take('[') && take(']'));
    }

    private boolean takeNumber() {
        skipSpace();
        int first = at;
        while (at < limit && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at == first + 1 || (at > first && bytes[first] != '0');
    }

    /** Go past a string, and remember where it lies. */
    private boolean takeString() {
        if (!take('"')) {
            return false;
        }
        byte[] source = bytes;
        int last = limit;
        start = at;
        escaped = false;
        ascii = true;
        for (int here = at; here < last; here++) {
            byte octet = source[here];
            if (octet > '\\') {
                continue;
            }
            if (octet == '"') {
                end = here;
                at = here + 1;
                return true;
            }
            if (octet == '\\') {
                escaped = true;
                here++;
            } else if (octet < 0) {
                ascii = false;
            } else if (octet < ' ') {
                return false;
            }
        }
        return false;
    }

    private boolean found(String expected) {
        if (end - start != expected.length()) {
            return false;
        }
        for (int index = 0; index < expected.length(); index++) {
            if (bytes[start + index] != expected.charAt(index)) {
                return false;
            }
        }
        return true;
    }

    private String string() {
        return new String(bytes, start, end - start, charset());
    }

    /** Return the charset that decodes the string with the least work. */
    private Charset charset() {
        return ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }

    private @Nullable String value() {
        return escaped ? unescape() : string();
    }

    /** Return the string without its escapes, or null if there is one by a number. */
    private @Nullable String unescape() {
        byte[] source = bytes;
        int last = end;
        byte[] plain = new byte[last - start];
        int length = 0;
        for (int here = start; here < last; here++) {
            byte octet = source[here];
            if (octet == '\\') {
                here++;
                int known = ESCAPES.indexOf(source[here]);
                if (known < 0) {
                    return null;
                }
                octet = (byte) ESCAPED.charAt(known);
            }
            plain[length++] = octet;
        }
        return new String(plain, 0, length, charset());
    }

    private boolean take(char expected) {
        skipSpace();
        if (at < limit && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        byte[] source = bytes;
        int here = at;
        while (here < limit && (source[here] == ' ' || source[here] == '\t')) {
            here++;
        }
        at = here;
    }

    private boolean atEnd() {
        skipSpace();
        return at == limit;
    }
}
