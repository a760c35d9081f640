package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.AccessEntry;
import java.nio.file.Path;
import java.util.List;

/**
 * Say what is to be changed in the list of one file or folder.
 *
 * @param path a real path
 * @param entries in their order
 */
record FileRights(Path path, List<AccessEntry> entries) {
    FileRights {
        entries = List.copyOf(entries);
    }

    static FileRights of(Path path, int mask, AccessEntry.Mode mode, List<String> sids) {
        return new FileRights(
                path,
                sids.stream().map(sid -> new AccessEntry(sid, mask, mode, true)).toList());
    }
}
