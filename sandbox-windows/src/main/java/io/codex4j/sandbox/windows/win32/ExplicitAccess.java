package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Make access control lists of entries, as EXPLICIT_ACCESS_W with SIDs as trustees. */
final class ExplicitAccess {
    private static final int SIZE = 48;
    private static final int MODE = 4;
    private static final int INHERITANCE = 8;
    private static final int TRUSTEE_FORM = 28;
    private static final int TRUSTEE_NAME = 40;
    private static final int TRUSTEE_IS_SID = 0;
    private static final int FOR_FILES_AND_FOLDERS = 3;

    private ExplicitAccess() {}

    /**
     * Return a new list; to be freed by LocalFree.
     *
     * @param inheritable whether entries can be for files and folders below
     * @param before the list that the entries are merged into
     */
    static Pointer merge(List<AccessEntry> entries, boolean inheritable, @Nullable Pointer before)
            throws Win32Exception {
        List<Sid> sids = new ArrayList<>();
        try (Memory explicit = new Memory((long) entries.size() * SIZE)) {
            explicit.clear();
            for (int i = 0; i < entries.size(); i++) {
                Sid sid = Sid.of(entries.get(i).sid());
                sids.add(sid);
                write(explicit.share((long) i * SIZE), entries.get(i), inheritable, sid);
            }
            PointerByReference list = new PointerByReference();
            int code = TokenFunctions.SetEntriesInAclW(entries.size(), explicit, before, list);
            if (code != 0) {
                throw new Win32Exception("SetEntriesInAclW", code);
            }
            return list.getValue();
        } finally {
            Sid.closeAll(sids);
        }
    }

    private static void write(Pointer target, AccessEntry entry, boolean inheritable, Sid sid) {
        target.setInt(0, entry.mask());
        target.setInt(MODE, mode(entry.mode()));
        target.setInt(INHERITANCE, entry.inherited() && inheritable ? FOR_FILES_AND_FOLDERS : 0);
        target.setInt(TRUSTEE_FORM, TRUSTEE_IS_SID);
        target.setPointer(TRUSTEE_NAME, sid.pointer());
    }

    private static int mode(AccessEntry.Mode mode) {
        return switch (mode) {
            case GRANT -> 1;
            case SET -> 2;
            case DENY -> 3;
            case REVOKE -> 4;
        };
    }
}
