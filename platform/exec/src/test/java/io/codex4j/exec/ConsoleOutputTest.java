package io.codex4j.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleOutputTest {
    private static final Charset CODE_PAGE = Charset.forName("IBM850");

    private static String written(byte[]... pieces) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ConsoleOutput console = new ConsoleOutput(out, CODE_PAGE)) {
            for (byte[] piece : pieces) {
                console.write(piece);
            }
        }
        return out.toString(CODE_PAGE);
    }

    @Test
    void aTextArrivesInTheCodePageHoweverItIsCut() throws IOException {
        byte[] text = "Gr\u00fc\u00dfe \u2713 \ud83d\ude00.".getBytes(StandardCharsets.UTF_8);
        assertEquals("Gr\u00fc\u00dfe ? ?.", written(text));
        byte[][] single = new byte[text.length][];
        for (int i = 0; i < text.length; i++) {
            single[i] = new byte[] {text[i]};
        }
        assertEquals("Gr\u00fc\u00dfe ? ?.", written(single));
    }

    @Test
    void bytesThatAreNoTextDoNotStopTheRest() throws IOException {
        assertEquals("a?b", written(new byte[] {'a', (byte) 0xff, 'b'}));
    }
}
