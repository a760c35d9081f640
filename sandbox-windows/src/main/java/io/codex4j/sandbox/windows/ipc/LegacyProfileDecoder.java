package io.codex4j.sandbox.windows.ipc;

import io.codex4j.sandbox.windows.ipc.PermissionProfile.Access;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Entry;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.FileSystem;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Makes permission profiles of the form without a tag that older parents sent; it is never written.
 *
 * <p>Everything in it may be missing or null, and means no rights then. Its file system is a list of entries, or two lists of paths.
 */
final class LegacyProfileDecoder {
    // Closed, as in the reference: or else a profile whose tag is misspelt would be taken for one without any.
    private static final Shape PROFILE =
            Shape.of().optional("network", "file_system").closedToOthers();
    private static final Shape NETWORK = Shape.of().optional("enabled");
    private static final Shape FILE_SYSTEM = Shape.of()
            .optional("entries", "glob_scan_max_depth", "read", "write")
            .closedToOthers();

    private LegacyProfileDecoder() {}

    static PermissionProfile decode(Slice profile) throws IOException {
        FileSystem fileSystem = new FileSystem.Restricted(List.of(), OptionalInt.empty());
        boolean networkEnabled = false;
        try (ObjectReader object = ProfileDecoder.open(profile, PROFILE)) {
            for (String field = object.next(); field != null; field = object.next()) {
                if (object.isNull()) {
                    continue;
                }
                switch (field) {
                    case "network" -> networkEnabled = isNetworkEnabled(object.value());
                    default -> fileSystem = fileSystem(object.value());
                }
            }
        }
        return new PermissionProfile.Managed(fileSystem, networkEnabled);
    }

    private static boolean isNetworkEnabled(Slice network) throws IOException {
        boolean enabled = false;
        try (ObjectReader object = ProfileDecoder.open(network, NETWORK)) {
            for (String field = object.next(); field != null; field = object.next()) {
                enabled = !object.isNull() && object.isFalseOrTrue();
            }
        }
        return enabled;
    }

    private static FileSystem fileSystem(Slice value) throws IOException {
        @Nullable List<Entry> entries = null;
        OptionalInt globScanMaxDepth = OptionalInt.empty();
        List<String> read = List.of();
        List<String> write = List.of();
        boolean listsPaths = false;
        try (ObjectReader object = ProfileDecoder.open(value, FILE_SYSTEM)) {
            for (String field = object.next(); field != null; field = object.next()) {
                switch (field) {
                    case "entries" -> entries = ProfileDecoder.entries(object.values());
                    case "glob_scan_max_depth" -> globScanMaxDepth = ProfileDecoder.globScanMaxDepth(object);
                    case "read" -> {
                        read = object.isNull() ? read : object.texts();
                        listsPaths = true;
                    }
                    default -> {
                        write = object.isNull() ? write : object.texts();
                        listsPaths = true;
                    }
                }
            }
        }
        if (entries == null) {
            entries = new ArrayList<>();
            addAll(entries, read, Access.READ);
            addAll(entries, write, Access.WRITE);
        } else if (listsPaths) {
            throw new FrameException("field `file_system` has both `entries` and lists of paths");
        }
        return new FileSystem.Restricted(entries, globScanMaxDepth);
    }

    private static void addAll(List<Entry> entries, List<String> paths, Access access) {
        for (String path : paths) {
            entries.add(new Entry(new Place.File(path), access, Optional.empty()));
        }
    }
}
