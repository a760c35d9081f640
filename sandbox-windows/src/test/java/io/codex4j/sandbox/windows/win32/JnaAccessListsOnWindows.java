package io.codex4j.sandbox.windows.win32;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.WinNT;
import io.codex4j.sandbox.windows.win32.AccessEntries.Ace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wine keeps lists as bits of Unix: it is only asked whether a call succeeds. Lists in memory are real there. */
class JnaAccessListsOnWindows {
    private static final String CAPABILITY = "S-1-5-21-1-2-3-4";
    private static final List<AccessEntry> ENTRIES = List.of(
            new AccessEntry("S-1-1-0", 0x1200a9, AccessEntry.Mode.GRANT, true),
            new AccessEntry(CAPABILITY, 0x1301bf, AccessEntry.Mode.SET, true));

    private final AccessLists lists = Windows.accessLists();

    @TempDir
    private Path folder;

    @Test
    void foldersAndFilesTakeEntries() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        for (Path path : List.of(folder, file)) {
            lists.change(path, ENTRIES);
            lists.change(path, List.of(new AccessEntry(CAPABILITY, 0x40130156, AccessEntry.Mode.DENY, true)));
            lists.change(path, List.of(new AccessEntry(CAPABILITY, 0, AccessEntry.Mode.REVOKE, false)));
            lists.has(path, ENTRIES);
        }
        lists.replace(folder, ENTRIES, true);
        lists.openNullDevice(List.of(CAPABILITY));
    }

    @Test
    void readersAreFound() throws Exception {
        lists.change(folder, ENTRIES);
        assertTrue(lists.grants(folder, List.of("S-1-1-0"), 0x120089));
        assertFalse(lists.grants(folder, List.of("S-1-5-21-9-9-9-9"), 0x120089));
    }

    @Test
    void longPathsAreTaken() throws Exception {
        Path deep = folder;
        for (int i = 0; i < 8; i++) {
            deep = deep.resolve("a-folder-with-a-name-that-is-not-short-" + i);
        }
        Files.createDirectories(deep);
        lists.change(deep, ENTRIES);
    }

    @Test
    void missingFileAndBadSidAreErrors() {
        assertEquals(
                Win32Exception.ERROR_FILE_NOT_FOUND,
                assertThrows(Win32Exception.class, () -> lists.change(folder.resolve("gone"), ENTRIES))
                        .code());
        assertThrows(
                Win32Exception.class,
                () -> lists.change(folder, List.of(new AccessEntry("S-1-x", 1, AccessEntry.Mode.GRANT, true))));
    }

    @Test
    void listThatWindowsMakesIsReadBack() throws Exception {
        List<AccessEntry> entries = List.of(
                new AccessEntry("S-1-1-0", 0x1200a9, AccessEntry.Mode.GRANT, true),
                new AccessEntry(CAPABILITY, 0x40130156, AccessEntry.Mode.DENY, true));
        Pointer list = ExplicitAccess.merge(entries, true, null);
        try {
            AccessEntries read = AccessEntries.read(list);
            int folders = WinNT.OBJECT_INHERIT_ACE | WinNT.CONTAINER_INHERIT_ACE;
            // Real Windows puts what is denied first.
            assertEquals(
                    Set.of(new Ace(false, folders, 0x130156, CAPABILITY), new Ace(true, folders, 0x1200a9, "S-1-1-0")),
                    Set.copyOf(read.aces()));
            assertTrue(read.has(entries, true));
            Pointer merged = ExplicitAccess.merge(
                    List.of(
                            new AccessEntry(CAPABILITY, 0x1301bf, AccessEntry.Mode.SET, true),
                            new AccessEntry("S-1-1-0", 0, AccessEntry.Mode.REVOKE, false)),
                    true,
                    list);
            // Real Windows takes away what was denied to it, too.
            List<Ace> aces = AccessEntries.read(merged).aces();
            assertTrue(aces.contains(new Ace(true, folders, 0x1301bf, CAPABILITY)), aces::toString);
            assertTrue(aces.stream().noneMatch(ace -> ace.sid().equals("S-1-1-0")), aces::toString);
            PipeFunctions.LocalFree(merged);
        } finally {
            PipeFunctions.LocalFree(list);
        }
    }
}
