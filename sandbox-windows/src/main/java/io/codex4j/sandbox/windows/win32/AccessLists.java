package io.codex4j.sandbox.windows.win32;

import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/** Read and change who may do what with files. Safe for several threads. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface AccessLists {
    /** Merge entries into the list of a file or folder (SetEntriesInAclW, SetNamedSecurityInfoW). */
    void change(Path file, List<AccessEntry> entries) throws Win32Exception;

    /**
     * Put a list in the place of the one that a folder has.
     *
     * @param isolated whether the entries of the folder above no longer count
     */
    void replace(Path file, List<AccessEntry> entries, boolean isolated) throws Win32Exception;

    /** Tell whether the list gives one of the SIDs all rights of the mask, and denies none of them. */
    boolean grants(Path file, List<String> sids, int mask) throws Win32Exception;

    /** Tell whether the list itself, not one that it inherits from, holds all the entries; those that revoke do not count. */
    boolean has(Path file, List<AccessEntry> entries) throws Win32Exception;

    /** Give SIDs the use of the null device; nothing if that is not allowed. */
    void openNullDevice(List<String> sids);
}
