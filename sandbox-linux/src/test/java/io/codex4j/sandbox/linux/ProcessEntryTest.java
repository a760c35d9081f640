package io.codex4j.sandbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessEntryTest {
    private static final String REST = " 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 98765 100 1";

    @Test
    void readsALine() {
        assertEquals(
                Optional.of(new ProcessEntry(12, 'S', 3, 4, 5, 98765)),
                ProcessEntry.parse(12, "12 (sh) S 3 4 5" + REST));
    }

    @Test
    void isNotMisledByTheNameOfTheProgram() {
        assertEquals(
                Optional.of(new ProcessEntry(12, 'Z', 3, 4, 5, 98765)),
                ProcessEntry.parse(12, "12 (a) S 1 1 1 (\n) ) Z 3 4 5" + REST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "12 (sh)",
                "12 (sh) ",
                "12 (sh) S",
                "12 (sh) S x y z 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"
            })
    void passesOverWhatIsNoLine(String line) {
        assertEquals(Optional.empty(), ProcessEntry.parse(12, line));
    }

    @Test
    void knowsThisProcess() {
        long pid = ProcessHandle.current().pid();
        assertEquals(pid, ProcessEntry.of(pid).orElseThrow().pid());
        assertTrue(ProcessEntry.allIds().contains(pid));
        assertFalse(ProcessIdentity.own().isSurelyDead());
        assertEquals(
                Optional.of(ProcessIdentity.own()),
                ProcessIdentity.parse(ProcessIdentity.own().text()));
    }

    @Test
    void isSureOfNoDeathElsewhere() {
        ProcessIdentity own = ProcessIdentity.own();
        assertTrue(new ProcessIdentity(own.pid(), own.startTicks() + 1, own.place()).isSurelyDead());
        assertFalse(new ProcessIdentity(own.pid(), own.startTicks() + 1, "another-1").isSurelyDead());
        assertEquals(Optional.empty(), ProcessIdentity.parse("x"));
        assertEquals(Optional.empty(), ProcessIdentity.parse("1-x-y"));
    }
}
