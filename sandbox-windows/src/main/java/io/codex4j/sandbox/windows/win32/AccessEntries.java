package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/**
 * Read an access control list (ACL): a head of 8 bytes with the number of entries at 4; each entry has a type at 0, flags
 * at 1, its size at 2, its rights at 4 and its SID at 8.
 *
 * @param aces in their order, but for those of other types than "allowed" and "denied"
 */
record AccessEntries(List<Ace> aces) {
    private static final int COUNT = 4;
    private static final int HEAD = 8;
    private static final int ACE_SIZE = 2;
    private static final int ACE_MASK = 4;
    private static final int ACE_SID = 8;
    private static final int TYPE_ALLOWED = 0;
    private static final int TYPE_DENIED = 1;

    /** One entry; its rights are those of files, not generic ones. */
    record Ace(boolean allows, int flags, int mask, String sid) {
        private static final int FOR_FILES_AND_FOLDERS = 0x3;
        private static final int ONLY_BELOW = 0x8;
        private static final int FROM_ABOVE = 0x10;

        boolean countsHere() {
            return (flags & ONLY_BELOW) == 0;
        }

        boolean countsBelow() {
            return (flags & FOR_FILES_AND_FOLDERS) == FOR_FILES_AND_FOLDERS;
        }

        boolean isInherited() {
            return (flags & FROM_ABOVE) != 0;
        }
    }

    static AccessEntries read(Pointer list) throws Win32Exception {
        List<Ace> aces = new ArrayList<>();
        int count = Short.toUnsignedInt(list.getShort(COUNT));
        long at = HEAD;
        for (int i = 0; i < count; i++) {
            int type = list.getByte(at);
            if (type == TYPE_ALLOWED || type == TYPE_DENIED) {
                String sid = Sid.text(list.share(at + ACE_SID));
                int mask = specific(list.getInt(at + ACE_MASK));
                aces.add(new Ace(type == TYPE_ALLOWED, list.getByte(at + 1), mask, sid));
            }
            at += Short.toUnsignedInt(list.getShort(at + ACE_SIZE));
        }
        return new AccessEntries(List.copyOf(aces));
    }

    /** Tell whether one of the SIDs has all the rights, and none of them is denied to any of the SIDs. */
    boolean grants(List<String> sids, int mask) {
        int wanted = specific(mask);
        for (Ace ace : aces) {
            if (!ace.allows() && ace.countsHere() && sids.contains(ace.sid()) && (ace.mask() & wanted) != 0) {
                return false;
            }
        }
        return sids.stream().anyMatch(sid -> (rights(sid, true, false, false) & wanted) == wanted);
    }

    /** Tell whether the entries are here and not merely inherited. */
    boolean has(List<AccessEntry> entries, boolean inheritable) {
        for (AccessEntry entry : entries) {
            int wanted = specific(entry.mask());
            switch (entry.mode()) {
                case GRANT, SET -> {
                    if (!has(entry, true, wanted, inheritable)) {
                        return false;
                    }
                }
                case DENY -> {
                    if (!has(entry, false, wanted, inheritable)) {
                        return false;
                    }
                }
                case REVOKE -> {
                    // Nothing to be found.
                }
            }
        }
        return true;
    }

    private boolean has(AccessEntry entry, boolean allows, int wanted, boolean inheritable) {
        boolean here = (rights(entry.sid(), allows, true, false) & wanted) == wanted;
        boolean below =
                !entry.inherited() || !inheritable || (rights(entry.sid(), allows, true, true) & wanted) == wanted;
        boolean opposed = allows && (rights(entry.sid(), false, true, false) & wanted) != 0;
        return here && below && !opposed;
    }

    private int rights(String sid, boolean allows, boolean ownOnly, boolean below) {
        int rights = 0;
        for (Ace ace : aces) {
            boolean counts = below ? ace.countsBelow() : ace.countsHere();
            if (counts && ace.allows() == allows && ace.sid().equals(sid) && !(ownOnly && ace.isInherited())) {
                rights |= ace.mask();
            }
        }
        return rights;
    }

    /** Return rights with what generic ones stand for, as Windows does for files. */
    static int specific(int mask) {
        int rights = mask & 0x0fff_ffff;
        rights |= (mask & 0x8000_0000) != 0 ? 0x120089 : 0;
        rights |= (mask & 0x4000_0000) != 0 ? 0x120116 : 0;
        rights |= (mask & 0x2000_0000) != 0 ? 0x1200a0 : 0;
        rights |= (mask & 0x1000_0000) != 0 ? 0x1f01ff : 0;
        return rights;
    }
}
