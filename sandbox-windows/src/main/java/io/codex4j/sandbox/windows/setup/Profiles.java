package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.FileAccess;
import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.WritableRoot;
import io.codex4j.sandbox.windows.ipc.PermissionProfile;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Access;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Entry;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.FileSystem;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Say a policy as the command runner wants it. */
final class Profiles {
    private Profiles() {}

    static PermissionProfile of(SandboxPolicy policy, WriteRules rules) {
        List<Entry> entries = new ArrayList<>();
        entries.add(entry(new Place.Special("root", Optional.empty()), Access.READ));
        boolean writes = policy.fileAccess() == FileAccess.WORKSPACE_WRITE
                && !rules.roots().isEmpty();
        if (writes) {
            addRoots(policy, rules, entries);
        }
        for (String glob : policy.deniedReads()) {
            Place place = DeniedReads.isGlob(glob) ? new Place.Glob(glob) : new Place.File(glob);
            entries.add(entry(place, Access.DENY));
        }
        boolean network = policy.network() instanceof NetworkAccess.Full;
        return new PermissionProfile.Managed(new FileSystem.Restricted(entries, OptionalInt.empty()), network);
    }

    private static void addRoots(SandboxPolicy policy, WriteRules rules, List<Entry> entries) {
        List<WritableRoot> named = policy.writableRoots().stream()
                .filter(root -> root.protectMissing() || !rules.temporary())
                .filter(root -> isGranted(root, rules))
                .toList();
        named.forEach(root -> entries.add(entry(new Place.File(root.path().toString()), Access.WRITE)));
        if (rules.temporary()) {
            entries.add(entry(new Place.Special("slash_tmp", Optional.empty()), Access.WRITE));
            entries.add(entry(new Place.Special("tmpdir", Optional.empty()), Access.WRITE));
        }
        for (WritableRoot root : named) {
            for (String name : root.protectedNames()) {
                String path = root.path().resolve(name).toString();
                entries.add(new Entry(new Place.File(path), Access.READ, Optional.of("skip")));
            }
        }
    }

    private static boolean isGranted(WritableRoot root, WriteRules rules) {
        Optional<Path> real = WriteRules.real(root.path());
        return real.isPresent() && rules.roots().stream().anyMatch(granted -> granted.startsWith(real.get()));
    }

    private static Entry entry(Place place, Access access) {
        return new Entry(place, access, Optional.empty());
    }
}
