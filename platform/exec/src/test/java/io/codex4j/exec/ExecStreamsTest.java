package io.codex4j.exec;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecStreamsTest {
    @AfterEach
    void forget() {
        for (String name : new String[] {"stdin", "stdout", "stderr"}) {
            System.clearProperty("codex." + name + ".tty");
        }
    }

    @Test
    void theLauncherSaysWhatIsATerminal() {
        System.setProperty("codex.stdin.tty", "false");
        System.setProperty("codex.stdout.tty", "true");
        System.setProperty("codex.stderr.tty", "nonsense");
        ExecStreams streams = ExecStreams.system(Map.of());
        assertFalse(streams.inIsTerminal());
        assertTrue(streams.outIsTerminal());
        assertFalse(streams.errIsTerminal());
    }

    @Test
    void aDumbTerminalGetsPlainLines() {
        Fixtures.Streams memory = new Fixtures.Streams();
        assertTrue(memory.with(true, Map.of("TERM", "xterm")).canMoveCursor());
        assertFalse(memory.with(true, Map.of("TERM", "dumb")).canMoveCursor());
        assertFalse(memory.with(false, Map.of("TERM", "xterm")).canMoveCursor());
    }
}
