package io.codex4j.sandbox.windows.win32;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Access control lists that only a test knows. What is merely asked is not noted. */
public final class RecordedAccessLists implements AccessLists {
    private final RecordedWindows windows;
    private final Map<Path, List<AccessEntry>> lists = new HashMap<>();
    private final Set<Path> readable = new HashSet<>();

    public RecordedAccessLists(RecordedWindows windows) {
        this.windows = windows;
    }

    /** Let everybody read a path. */
    public void letEverybodyRead(Path path) {
        readable.add(path);
    }

    /** Lose the entries of a path without a call, as if it had been made anew. */
    public void forget(Path path) {
        lists.remove(path);
    }

    /** Return how many entries there are on all paths. */
    public int size() {
        return lists.values().stream().mapToInt(List::size).sum();
    }

    @Override
    public void change(Path file, List<AccessEntry> entries) throws Win32Exception {
        windows.call("SetNamedSecurityInfo(" + file + ", " + text(entries) + ")");
        List<AccessEntry> list = lists.computeIfAbsent(file, key -> new ArrayList<>());
        for (AccessEntry entry : entries) {
            list.removeIf(old -> old.sid().equals(entry.sid()));
            if (entry.mode() != AccessEntry.Mode.REVOKE) {
                list.add(entry);
            }
        }
    }

    @Override
    public void replace(Path file, List<AccessEntry> entries, boolean isolated) throws Win32Exception {
        String isolation = isolated ? "protected, " : "";
        windows.call("SetNamedSecurityInfo(" + file + ", new list, " + isolation + text(entries) + ")");
    }

    @Override
    public boolean grants(Path file, List<String> sids, int mask) {
        return readable.contains(file);
    }

    @Override
    public boolean has(Path file, List<AccessEntry> entries) {
        return lists.getOrDefault(file, List.of()).containsAll(entries);
    }

    @Override
    public void openNullDevice(List<String> sids) {
        throw new UnsupportedOperationException("no set-up does that");
    }

    private static String text(List<AccessEntry> entries) {
        List<String> texts = new ArrayList<>();
        for (AccessEntry entry : entries) {
            texts.add(entry.mode() + " " + entry.sid()
                    + (entry.mask() == 0 ? "" : " 0x" + Integer.toHexString(entry.mask()))
                    + (entry.inherited() ? " OI|CI" : ""));
        }
        return texts.toString();
    }
}
