package io.codex4j.sandbox.windows.win32;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.windows.win32.AccessEntries.Ace;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessEntriesTest {
    private static final int OBJECTS_AND_FOLDERS = 0x3;
    private static final int ONLY_BELOW = 0x8;
    private static final int FROM_ABOVE = 0x10;
    private static final int READ = 0x1200a9;
    private static final int WRITE = 0x1301bf;

    @Test
    void genericRightsStandForThoseOfFiles() {
        assertEquals(0x120089, AccessEntries.specific(0x8000_0000));
        assertEquals(0x130156, AccessEntries.specific(0x40130156));
        assertEquals(0x1f01ff, AccessEntries.specific(0x1000_0000));
    }

    @Test
    void entryMustBeTheFilesOwnAndReachBelow() {
        AccessEntry wanted = new AccessEntry("S-1", WRITE, AccessEntry.Mode.SET, true);
        assertTrue(has(wanted, new Ace(true, OBJECTS_AND_FOLDERS, 0x1f01ff, "S-1")));
        assertFalse(has(wanted, new Ace(true, OBJECTS_AND_FOLDERS | FROM_ABOVE, WRITE, "S-1")));
        assertFalse(has(wanted, new Ace(true, 0, WRITE, "S-1")));
        assertFalse(has(wanted, new Ace(true, OBJECTS_AND_FOLDERS | ONLY_BELOW, WRITE, "S-1")));
        assertFalse(has(wanted, new Ace(true, OBJECTS_AND_FOLDERS, READ, "S-1")));
        assertFalse(has(wanted, new Ace(true, OBJECTS_AND_FOLDERS, WRITE, "S-2")));
        assertFalse(has(wanted, new Ace(false, OBJECTS_AND_FOLDERS, WRITE, "S-1")));
        assertFalse(has(
                wanted,
                new Ace(false, OBJECTS_AND_FOLDERS, 0x2, "S-1"),
                new Ace(true, OBJECTS_AND_FOLDERS, WRITE, "S-1")));
    }

    @Test
    void windowsMaySplitAnEntry() {
        AccessEntry wanted = new AccessEntry("S-1", 0x40130156, AccessEntry.Mode.DENY, true);
        assertTrue(has(
                wanted,
                new Ace(false, 0, 0x130156, "S-1"),
                new Ace(false, OBJECTS_AND_FOLDERS | ONLY_BELOW, 0x130156, "S-1")));
    }

    @Test
    void fileNeedsNoEntryForWhatIsBelow() {
        AccessEntry wanted = new AccessEntry("S-1", READ, AccessEntry.Mode.DENY, true);
        AccessEntries list = new AccessEntries(List.of(new Ace(false, 0, READ, "S-1")));
        assertTrue(list.has(List.of(wanted), false));
        assertFalse(list.has(List.of(wanted), true));
    }

    @Test
    void grantsCountWhereverTheyComeFromButNotOverADenial() {
        AccessEntries list = new AccessEntries(List.of(new Ace(true, FROM_ABOVE, READ, "S-1")));
        assertTrue(list.grants(List.of("S-2", "S-1"), READ));
        assertFalse(list.grants(List.of("S-2"), READ));
        assertFalse(list.grants(List.of("S-1"), WRITE));
        AccessEntries denied = new AccessEntries(
                List.of(new Ace(false, 0, 0x1, "S-2"), new Ace(true, OBJECTS_AND_FOLDERS, READ, "S-1")));
        assertFalse(denied.grants(List.of("S-1", "S-2"), READ));
        assertTrue(denied.grants(List.of("S-1"), READ));
    }

    private static boolean has(AccessEntry wanted, Ace... aces) {
        return new AccessEntries(List.of(aces)).has(List.of(wanted), true);
    }
}
