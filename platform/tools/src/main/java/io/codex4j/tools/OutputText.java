package io.codex4j.tools;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turn what a command wrote into text. It is UTF-8, and what is not is replaced; but on Windows, programs that know of no
 * UTF-8 write in the code page of the system.
 */
final class OutputText {
    private static final Charset OTHERWISE = File.separatorChar == '\\' ? systemCharset() : StandardCharsets.UTF_8;

    private OutputText() {}

    static String of(byte[] bytes, int offset, int length) {
        return of(bytes, offset, length, OTHERWISE);
    }

    static String of(byte[] bytes, int offset, int length, Charset otherwise) {
        if (otherwise.equals(StandardCharsets.UTF_8)) {
            return new String(bytes, offset, length, StandardCharsets.UTF_8);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, offset, length, otherwise);
        }
    }

    private static Charset systemCharset() {
        String name = System.getProperty("native.encoding", "");
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
