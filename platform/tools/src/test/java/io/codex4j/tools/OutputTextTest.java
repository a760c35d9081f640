package io.codex4j.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputTextTest {
    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final String TEXT = "Gr\u00fc\u00dfe";

    private static String read(byte[] bytes, Charset otherwise) {
        return OutputText.of(bytes, 0, bytes.length, otherwise);
    }

    @Test
    void whatIsUtf8IsReadAsUtf8() {
        assertEquals(TEXT, read(TEXT.getBytes(StandardCharsets.UTF_8), WESTERN));
    }

    @Test
    void whatIsNotIsReadInTheOtherCharset() {
        assertEquals(TEXT, read(TEXT.getBytes(WESTERN), WESTERN));
    }

    @Test
    void whereThereIsNoOtherOneItIsReplaced() {
        assertEquals("Gr\ufffd\ufffde", read(TEXT.getBytes(WESTERN), StandardCharsets.UTF_8));
    }
}
