package io.codex4j.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptSourceTest {
    private final Fixtures.Streams streams = new Fixtures.Streams();

    @Test
    void anArgumentIsThePromptAndStandardInputIsLeftAlone() throws ExecException {
        InputStream never = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("standard input was read");
            }
        };
        assertEquals("go", PromptSource.read(Optional.of("go"), streams(never, false), err()));
        assertEquals("", streams.err());
    }

    @Test
    void aDashMeansStandardInput() throws ExecException {
        assertEquals("line1\nline2\n", read(Optional.of("-"), "line1\nline2\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals("", streams.err());
    }

    @Test
    void withoutArgumentStandardInputIsReadAndThatIsSaid() throws ExecException {
        assertEquals("é\n", read(Optional.empty(), "é\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals("Reading prompt from stdin...\n", streams.err());
    }

    @Test
    void nothingOnStandardInputIsAnError() {
        for (String blank : new String[] {"", " \n\t"}) {
            ExecException refused = assertThrows(
                    ExecException.class, () -> read(Optional.empty(), blank.getBytes(StandardCharsets.UTF_8)));
            assertEquals("No prompt: standard input was empty.", refused.getMessage());
        }
    }

    @Test
    void aTerminalIsNotWaitedForUnlessADashAsksForIt() throws ExecException {
        InputStream typed = new ByteArrayInputStream("typed\n".getBytes(StandardCharsets.UTF_8));
        ExecException refused = assertThrows(
                ExecException.class, () -> PromptSource.read(Optional.empty(), streams(typed, true), err()));
        assertTrue(refused.getMessage().startsWith("No prompt:"));
        assertEquals("typed\n", PromptSource.read(Optional.of("-"), streams(typed, true), err()));
    }

    @Test
    void textOfWindowsShellsIsUnderstood() throws ExecException {
        assertEquals("é", read(Optional.of("-"), "\ufeffé".getBytes(StandardCharsets.UTF_8)));
        assertEquals("é", read(Optional.of("-"), "\ufeffé".getBytes(StandardCharsets.UTF_16LE)));
        assertEquals("é", read(Optional.of("-"), "\ufeffé".getBytes(StandardCharsets.UTF_16BE)));
    }

    @Test
    void whatIsNoTextIsRefusedWithItsPlace() {
        ExecException refused = assertThrows(
                ExecException.class, () -> read(Optional.of("-"), new byte[] {'a', 'b', (byte) 0xff, 'c'}));
        assertEquals(
                "The prompt on standard input is not valid UTF-8 text: see the byte at offset 2. Convert it to UTF-8.",
                refused.getMessage());
        assertThrows(ExecException.class, () -> read(Optional.of("-"), new byte[] {'a', (byte) 0xc3}));
        assertThrows(ExecException.class, () -> read(Optional.of("-"), new byte[] {(byte) 0xff, (byte) 0xfe, 'a'}));
    }

    private String read(Optional<String> argument, byte[] input) throws ExecException {
        return PromptSource.read(argument, streams(new ByteArrayInputStream(input), false), err());
    }

    private ExecStreams streams(InputStream in, boolean terminal) {
        return new ExecStreams(in, streams.out, streams.err, terminal, false, false, Map.of());
    }

    private Output err() {
        return new Output(streams.err);
    }
}
