package io.codex4j.sandbox.windows.win32;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentBlockTest {
    @Test
    void sortsByUpperCaseAndThenByName() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String name : List.of("b", "_x", "Path", "A", "PATH", "=C:", "ä", "Z", "path")) {
            environment.put(name, "1");
        }
        assertEquals(
                "=C:=1\0A=1\0b=1\0PATH=1\0Path=1\0path=1\0Z=1\0_x=1\0ä=1\0\0",
                String.valueOf(EnvironmentBlock.of(environment)));
    }

    @Test
    void keepsValuesAsTheyAre() {
        String value = "a=b \"c\" \uD800 \uD83D\uDE00\n";
        assertEquals("X=" + value + "\0\0", String.valueOf(EnvironmentBlock.of(Map.of("X", value))));
        assertEquals("X=\0\0", String.valueOf(EnvironmentBlock.of(Map.of("X", ""))));
    }

    @Test
    void endsAnEmptyOneToo() {
        assertEquals("\0\0", String.valueOf(EnvironmentBlock.of(Map.of())));
    }

    @Test
    void refusesWhatWouldBeReadAsAnotherVariable() {
        for (Map<String, String> hostile : List.of(
                Map.of("", "x"), Map.of("A=B", "x"), Map.of("A\0B", "x"), Map.of("A", "x\0B=y"), Map.of("=A=B", "x"))) {
            IllegalArgumentException failure =
                    assertThrows(IllegalArgumentException.class, () -> EnvironmentBlock.of(hostile));
            assertTrue(String.valueOf(failure.getMessage()).contains("no program can be given"), failure.getMessage());
            assertTrue(String.valueOf(failure.getMessage()).indexOf('\0') < 0);
        }
    }
}
