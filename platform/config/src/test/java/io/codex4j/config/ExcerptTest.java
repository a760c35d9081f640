package io.codex4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void caretStandsBelowTheColumn() {
        assertEquals("  |\n2 | bcd\n  |  ^", Excerpt.of("a\nbcd\ne", 2, 2, true));
        assertEquals("|\n| bcd\n|   ^", Excerpt.of("bcd", 1, 3, false));
    }

    @Test
    void gutterGrowsWithTheNumber() {
        assertEquals("    |\n100 | x\n    | ^", Excerpt.of("\n".repeat(99) + "x", 100, 1, true));
    }

    @Test
    void columnsAreCharactersAndTabsAreOneWide() {
        assertEquals("  |\n1 | \uD83D\uDE00 x\n  |   ^", Excerpt.of("\uD83D\uDE00\tx", 1, 3, true));
    }

    @Test
    void longLineIsCutAroundTheCaret() {
        String line = "a".repeat(500) + "X" + "b".repeat(500);
        String[] shown = Excerpt.of(line, 1, 501, true).split("\n");
        assertTrue(shown[1].length() < 130, shown[1]);
        assertEquals('X', shown[1].charAt(shown[2].indexOf('^')));
    }

    @Test
    void placesBeyondTheTextAreHarmless() {
        assertEquals("  |\n9 | \n  | ^", Excerpt.of("a", 9, 9, true));
        assertEquals("  |\n1 | a\n  |  ^", Excerpt.of("a\r\n", 1, 50, true));
    }
}
