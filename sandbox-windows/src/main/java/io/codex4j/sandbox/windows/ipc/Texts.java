package io.codex4j.sandbox.windows.ipc;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Rules about text that the JSON library leaves to its callers. */
final class Texts {
    private static final int SHOWN = 40;

    private Texts() {}

    /** Whether no surrogate stands alone. */
    static boolean isUnicode(String text) {
        int index = 0;
        while (index < text.length()) {
            int codePoint = text.codePointAt(index);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                return false;
            }
            index += Character.charCount(codePoint);
        }
        return true;
    }

    /** Whether the bytes are UTF-8 to the letter: the parser lets overlong forms and lone surrogates pass. */
    static boolean isUtf8(byte[] bytes, int start, int end) {
        int any = 0;
        for (int index = start; index < end; index++) {
            any |= bytes[index];
        }
        return any >= 0 || decodes(ByteBuffer.wrap(bytes, start, end - start));
    }

    private static boolean decodes(ByteBuffer bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer thrownAway = CharBuffer.allocate(4096);
        while (true) {
            CoderResult result = decoder.decode(bytes, thrownAway, true);
            if (!result.isOverflow()) {
                return result.isUnderflow();
            }
            thrownAway.clear();
        }
    }

    /** Make a short form of text from the other side that is fit for an error message. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int index = 0; index < text.length() && index < SHOWN; index++) {
            char unit = text.charAt(index);
            shown.append(unit < ' ' || unit > '~' ? '?' : unit);
        }
        return text.length() > SHOWN ? shown.append("...").toString() : shown.toString();
    }
}
