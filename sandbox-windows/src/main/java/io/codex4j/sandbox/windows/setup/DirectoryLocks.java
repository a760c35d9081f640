package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.AccessEntry;
import io.codex4j.sandbox.windows.win32.AccessEntry.Mode;
import io.codex4j.sandbox.windows.win32.AccessLists;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.nio.file.Path;
import java.util.List;

/** Say who may do what with the sandbox's own folders; what their lists held before no longer counts. */
final class DirectoryLocks {
    private final SandboxHome home;
    private final AccessLists lists;

    DirectoryLocks(SandboxHome home, AccessLists lists) {
        this.home = home;
        this.lists = lists;
    }

    void lockState(String group, String realUser) throws SetupException {
        replace(home.state(), entries(Mode.SET, group, realUser), false);
    }

    void lockSecrets(String group, String realUser) throws SetupException {
        replace(home.secrets(), entries(Mode.DENY, group, realUser), false);
    }

    void lockPrograms(String group, String realUser) throws SetupException {
        List<AccessEntry> entries = List.of(
                new AccessEntry(group, Masks.READ, Mode.SET, true),
                new AccessEntry(realUser, Masks.OWN, Mode.SET, true));
        replace(home.programs(), entries, true);
    }

    private static List<AccessEntry> entries(Mode mode, String group, String realUser) {
        return List.of(
                new AccessEntry(group, Masks.WRITE, mode, true),
                new AccessEntry(WellKnownSids.SYSTEM, Masks.WRITE, Mode.SET, true),
                new AccessEntry(WellKnownSids.ADMINISTRATORS, Masks.WRITE, Mode.SET, true),
                new AccessEntry(realUser, Masks.READ_WRITE, Mode.SET, true));
    }

    private void replace(Path folder, List<AccessEntry> entries, boolean isolated) throws SetupException {
        try {
            lists.replace(folder, entries, isolated);
        } catch (Win32Exception e) {
            throw new SetupException(
                    SetupCode.HELPER_SANDBOX_LOCK_FAILED,
                    "the folder " + folder + " could not be locked: " + e.getMessage()
                            + "; see to it that you own it, or delete it and run `codex sandbox windows setup`",
                    e);
        }
    }
}
