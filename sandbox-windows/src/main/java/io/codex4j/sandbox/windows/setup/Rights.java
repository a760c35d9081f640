package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.AccessEntry;
import io.codex4j.sandbox.windows.win32.AccessLists;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Change lists of files, and note in the ledger which. Windows carries an entry to all that lies below, which can take
 * minutes: what is there already, and has reached all that lies below, is not set again.
 */
final class Rights {
    private final SandboxHome home;
    private final AccessLists lists;

    Rights(SandboxHome home, AccessLists lists) {
        this.home = home;
        this.lists = lists;
    }

    /** Set what is not there yet, in order; return what could not be set, one sentence each. */
    List<String> put(List<FileRights> wanted) throws IOException {
        List<FileRights> missing = missing(wanted);
        if (missing.isEmpty()) {
            return List.of();
        }
        note(missing, false);
        List<String> failures = new ArrayList<>();
        List<FileRights> done = new ArrayList<>();
        for (FileRights rights : missing) {
            try {
                lists.change(rights.path(), rights.entries());
                done.add(rights);
            } catch (Win32Exception e) {
                failures.add("The rights on " + rights.path() + " cannot be changed: " + e.getMessage() + ".");
            }
        }
        note(done, true);
        return failures;
    }

    /**
     * Take back what an earlier policy denied to other folders' SIDs where now a folder of its own begins; return what could
     * not be taken back.
     *
     * @param sids the folders that may be written, each with its SID
     */
    List<String> lift(Map<Path, String> sids) throws IOException {
        Ledger ledger = Ledger.read(home);
        Map<Path, List<String>> denied = new LinkedHashMap<>();
        for (Map.Entry<Path, String> root : sids.entrySet()) {
            for (String other : sids.values()) {
                boolean noted = ledger.entry(root.getKey().toString(), other).isPresent();
                if (noted && !other.equals(root.getValue())) {
                    denied.computeIfAbsent(root.getKey(), path -> new ArrayList<>())
                            .add(other);
                }
            }
        }
        return denied.isEmpty() ? List.of() : revoke(denied);
    }

    /** Tell whether everything is there, and has reached all that lies below. */
    boolean has(List<FileRights> wanted) throws IOException {
        return missing(wanted).isEmpty();
    }

    /** Tell whether one of the SIDs, which everybody has, lets the users of the sandbox read. */
    boolean everybodyReads(Path folder, List<String> sids) {
        try {
            return lists.grants(folder, sids, Masks.READ);
        } catch (Win32Exception e) {
            return false;
        }
    }

    private List<FileRights> missing(List<FileRights> wanted) throws IOException {
        Ledger ledger = Ledger.read(home);
        List<FileRights> missing = new ArrayList<>();
        for (FileRights rights : wanted) {
            String path = rights.path().toString();
            boolean noted = rights.entries().stream()
                    .allMatch(entry -> ledger.entry(path, entry.sid())
                            .filter(Ledger.Entry::done)
                            .isPresent());
            if (!noted || !isThere(rights)) {
                missing.add(rights);
            }
        }
        return missing;
    }

    private boolean isThere(FileRights rights) {
        try {
            return lists.has(rights.path(), rights.entries());
        } catch (Win32Exception e) {
            return false;
        }
    }

    private void note(List<FileRights> changes, boolean done) throws IOException {
        Ledger.change(home, ledger -> {
            for (FileRights rights : changes) {
                for (AccessEntry entry : rights.entries()) {
                    ledger.put(new Ledger.Entry(rights.path().toString(), entry.sid(), done));
                }
            }
        });
    }

    /** Take back all entries of SIDs; return what could not be taken back, one sentence each. */
    List<String> revoke(Map<Path, ? extends Collection<String>> sidsByPath) throws IOException {
        List<String> failures = new ArrayList<>();
        List<Path> done = new ArrayList<>();
        for (Map.Entry<Path, ? extends Collection<String>> path : sidsByPath.entrySet()) {
            try {
                if (Files.exists(path.getKey(), LinkOption.NOFOLLOW_LINKS)) {
                    List<AccessEntry> entries = path.getValue().stream()
                            .map(sid -> new AccessEntry(sid, 0, AccessEntry.Mode.REVOKE, false))
                            .toList();
                    lists.change(path.getKey(), entries);
                }
                done.add(path.getKey());
            } catch (Win32Exception e) {
                failures.add("The rights on " + path.getKey() + " cannot be taken back: " + e.getMessage() + ".");
            }
        }
        Ledger.change(home, ledger -> {
            sidsByPath.forEach((path, sids) -> {
                if (done.contains(path)) {
                    sids.forEach(sid -> ledger.remove(path.toString(), sid));
                }
            });
        });
        return failures;
    }
}
