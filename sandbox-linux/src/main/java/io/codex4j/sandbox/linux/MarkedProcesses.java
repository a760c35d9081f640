package io.codex4j.sandbox.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Find the processes of one bubblewrap by a word among their arguments. */
final class MarkedProcesses {
    private static final int MOST_SWEEPS = 50;

    private MarkedProcesses() {}

    /** Kill all of them, until none is found: one may be born while we look. */
    static void kill(String mark) {
        String wanted = "\0" + mark + "\0";
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            boolean found = false;
            for (long pid : ProcessEntry.allIds()) {
                if (hasArgument(pid, wanted)) {
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                    found = true;
                }
            }
            if (!found) {
                return;
            }
        }
    }

    private static boolean hasArgument(long pid, String wanted) {
        try {
            byte[] arguments = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
            return new String(arguments, StandardCharsets.ISO_8859_1).contains(wanted);
        } catch (IOException e) {
            return false;
        }
    }
}
