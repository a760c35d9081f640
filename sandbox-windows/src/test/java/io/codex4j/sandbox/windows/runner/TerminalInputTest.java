package io.codex4j.sandbox.windows.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalInputTest {
    private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
    private final TerminalInput input = new TerminalInput(typed);

    private void write(String text) throws IOException {
        input.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void pressesEnterOnceForEachEndOfALine() throws IOException {
        write("a\nb\r\nc\rd\n\n\r\r\n");
        assertEquals("a\rb\rc\rd\r\r\r\r", typed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void knowsAnEndOfALineThatComesInTwoPieces() throws IOException {
        write("a\r");
        write("\nb");
        input.write('\r');
        input.write('\n');
        input.write('\n');
        assertEquals("a\rb\r\r", typed.toString(StandardCharsets.UTF_8));
    }
}
