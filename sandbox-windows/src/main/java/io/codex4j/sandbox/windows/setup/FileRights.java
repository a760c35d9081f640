package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.AccessEntry;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Say what is to be changed in the list of one file or folder.
 *
 * @param path a real path
 * @param entries in their order
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record FileRights(Path path, List<AccessEntry> entries) {
    public FileRights {
        entries = List.copyOf(entries);
    }

    static FileRights of(Path path, int mask, AccessEntry.Mode mode, List<String> sids) {
        return new FileRights(
                path,
                sids.stream().map(sid -> new AccessEntry(sid, mask, mode, true)).toList());
    }
}
