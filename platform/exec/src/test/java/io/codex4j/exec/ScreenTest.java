package io.codex4j.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScreenTest {
    private static final String ERASE = "\r\u001b[K";

    private final Fixtures.Streams streams = new Fixtures.Streams();

    @Test
    @Timeout(10)
    void longWorkIsToldInOneLineThatIsErasedBeforeTheNextBlock() throws InterruptedException {
        try (Screen screen = screen(true, Duration.ZERO)) {
            screen.activity("running x");
            while (streams.err().isEmpty()) {
                Thread.sleep(5);
            }
            screen.print("block\n");
            screen.activity("");
        }
        String[] parts = streams.err().split("block\n", -1);
        assertTrue(parts[0].startsWith("\r⠋ running x (0s)\u001b[K"), parts[0]);
        assertTrue(parts[0].endsWith(ERASE), parts[0]);
        assertEquals(ERASE, withoutFrames(parts[1]));
        assertFalse(parts[0].contains("\n"));
    }

    /** After the block a frame may or may not have been drawn; either way nothing of it may be left. */
    private static String withoutFrames(String text) {
        return text.isEmpty() ? ERASE : text.substring(text.lastIndexOf('\r'));
    }

    @Test
    @Timeout(10)
    void theLineIsErasedAtTheEnd() throws InterruptedException {
        try (Screen screen = screen(true, Duration.ZERO)) {
            screen.activity("working");
            while (streams.err().isEmpty()) {
                Thread.sleep(5);
            }
        }
        assertTrue(streams.err().endsWith(ERASE));
    }

    @Test
    void shortWorkIsNotTold() throws InterruptedException {
        try (Screen screen = screen(true, Duration.ofMinutes(1))) {
            screen.activity("working");
            Thread.sleep(150);
            screen.print("block\n");
        }
        assertEquals("block\n", streams.err());
    }

    @Test
    void nothingIsDrawnIntoAPipe() throws InterruptedException {
        try (Screen screen = screen(false, Duration.ZERO)) {
            screen.activity("working");
            Thread.sleep(150);
            screen.print("block\n");
        }
        assertEquals("block\n", streams.err());
    }

    @Test
    @Timeout(10)
    void aLongCommandIsCutToOneShortLine() throws InterruptedException {
        try (Screen screen = screen(true, Duration.ZERO)) {
            screen.activity("running " + "a\nb\t".repeat(50));
            while (streams.err().isEmpty()) {
                Thread.sleep(5);
            }
        }
        String line = streams.err().split("\u001b", 2)[0];
        assertTrue(line.length() < 64 && !line.contains("\n") && line.contains("…"), line);
    }

    private Screen screen(boolean animated, Duration patience) {
        return new Screen(new Output(streams.err), new Ink(false), animated, patience);
    }
}
