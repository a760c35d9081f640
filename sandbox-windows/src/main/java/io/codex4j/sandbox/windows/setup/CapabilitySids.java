package io.codex4j.sandbox.windows.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keep the SIDs that stand for "may write there", in the file {@code cap_sid}. No account has them: a restricted token
 * names them, and so do the lists of the folders that it may change. Safe for several threads and processes.
 */
final class CapabilitySids {
    private final SandboxHome home;

    CapabilitySids(SandboxHome home) {
        this.home = home;
    }

    /** Return the SID of a command that may write nowhere. */
    String readOnly() throws IOException {
        Optional<String> known = table().readOnly();
        return known.isPresent() ? known.get() : update(Map.of()).readOnly().orElseThrow();
    }

    /**
     * Return the SIDs of folders, in the order of their paths.
     *
     * @param roots real paths
     * @param workspace the one of them that is the workspace; others are kept apart from it
     */
    Map<Path, String> of(Collection<Path> roots, Path workspace) throws IOException {
        Map<Path, String> wanted = new TreeMap<>();
        for (Path root : roots) {
            wanted.put(root, root.equals(workspace) ? CapabilityTable.BY_DIRECTORY : CapabilityTable.BY_ROOT);
        }
        Map<Path, String> known = table().find(wanted);
        return known.size() == wanted.size() ? known : update(wanted).find(wanted);
    }

    /** Return all that is known: paths as keys write them, each with its SIDs. */
    Map<String, List<String>> all() throws IOException {
        return table().all();
    }

    private CapabilityTable update(Map<Path, String> tables) throws IOException {
        return StateLock.holding(home, () -> {
            CapabilityTable table = table();
            if (table.corrupt()) {
                StateFile.quarantine(home.capabilitySids());
            }
            table.complete(tables);
            StateFile.write(home.capabilitySids(), table.fields());
            return table;
        });
    }

    private CapabilityTable table() throws IOException {
        Optional<byte[]> bytes = StateFile.readBytes(home.capabilitySids());
        return bytes.isEmpty() ? CapabilityTable.empty() : CapabilityTable.parse(bytes.get());
    }
}
