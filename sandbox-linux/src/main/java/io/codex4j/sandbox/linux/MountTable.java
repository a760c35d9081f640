package io.codex4j.sandbox.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Look into the mount namespaces of all processes that we can see. */
final class MountTable {
    private MountTable() {}

    /** Tell whether any process has something mounted whose description holds the text. */
    static boolean anyHolds(String text) {
        for (long pid : ProcessEntry.allIds()) {
            try {
                byte[] mounts = Files.readAllBytes(Path.of("/proc/" + pid + "/mountinfo"));
                if (new String(mounts, StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            } catch (IOException e) {
                // It has ended, and with it what it had mounted: the next one.
            }
        }
        return false;
    }
}
