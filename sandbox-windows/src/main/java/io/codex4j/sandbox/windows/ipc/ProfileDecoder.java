package io.codex4j.sandbox.windows.ipc;

import io.codex4j.sandbox.windows.ipc.PermissionProfile.Access;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Entry;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.FileSystem;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Makes permission profiles of JSON.
 *
 * <p>An object carries its tag anywhere, and its other fields count only under the right tag: so the tag is looked for first.
 */
final class ProfileDecoder {
    private static final String CALLED = "each part of field `permission_profile`";

    private static final Shape MANAGED = Shape.of("file_system", "network");
    private static final Shape EXTERNAL = Shape.of("network");
    private static final Shape RESTRICTED = Shape.of("entries").optional("glob_scan_max_depth");
    private static final Shape ENTRY = Shape.of("path", "access").optional("missing_path_behavior");
    private static final Shape FILE = Shape.of("path");
    private static final Shape GLOB = Shape.of("pattern");
    private static final Shape SPECIAL = Shape.of("value");
    private static final Shape PROJECT_ROOTS = Shape.of().optional("subpath");
    private static final Shape UNKNOWN = Shape.of("path").optional("subpath");

    private ProfileDecoder() {}

    static PermissionProfile decode(Slice profile) throws IOException {
        String type = tag(profile, Shape.of().optional("type"), "managed", "disabled", "external");
        return switch (type) {
            case "managed" -> managed(profile);
            case "disabled" -> new PermissionProfile.Disabled();
            case "external" -> external(profile);
            default -> LegacyProfileDecoder.decode(profile);
        };
    }

    private static PermissionProfile managed(Slice profile) throws IOException {
        @Nullable Slice fileSystem = null;
        boolean networkEnabled = false;
        try (ObjectReader object = open(profile, MANAGED)) {
            for (String field = object.next(); field != null; field = object.next()) {
                switch (field) {
                    case "file_system" -> fileSystem = object.value();
                    default -> networkEnabled = isNetworkEnabled(object);
                }
            }
        }
        return new PermissionProfile.Managed(fileSystem(Objects.requireNonNull(fileSystem)), networkEnabled);
    }

    private static PermissionProfile external(Slice profile) throws IOException {
        boolean networkEnabled = false;
        try (ObjectReader object = open(profile, EXTERNAL)) {
            for (String field = object.next(); field != null; field = object.next()) {
                networkEnabled = isNetworkEnabled(object);
            }
        }
        return new PermissionProfile.External(networkEnabled);
    }

    private static boolean isNetworkEnabled(ObjectReader object) throws IOException {
        return object.token("restricted", "enabled").equals("enabled");
    }

    private static FileSystem fileSystem(Slice value) throws IOException {
        if (tag(value, Shape.of("type"), "restricted", "unrestricted").equals("unrestricted")) {
            return new FileSystem.Unrestricted();
        }
        List<Slice> entries = List.of();
        OptionalInt globScanMaxDepth = OptionalInt.empty();
        try (ObjectReader object = open(value, RESTRICTED)) {
            for (String field = object.next(); field != null; field = object.next()) {
                switch (field) {
                    case "entries" -> entries = object.values();
                    default -> globScanMaxDepth = globScanMaxDepth(object);
                }
            }
        }
        return new FileSystem.Restricted(entries(entries), globScanMaxDepth);
    }

    /** Take a depth of 64 unsigned bits, but not 0; no folder is so deep that an int would not do. */
    static OptionalInt globScanMaxDepth(ObjectReader object) throws IOException {
        if (object.isNull()) {
            return OptionalInt.empty();
        }
        long depth = object.unsigned64();
        if (depth == 0) {
            throw new FrameException("field `glob_scan_max_depth` must be at least 1");
        }
        return OptionalInt.of((int) Math.min(depth, Integer.MAX_VALUE));
    }

    static List<Entry> entries(List<Slice> values) throws IOException {
        List<Entry> entries = new ArrayList<>(values.size());
        for (Slice value : values) {
            entries.add(entry(value));
        }
        return entries;
    }

    private static Entry entry(Slice value) throws IOException {
        @Nullable Slice path = null;
        Access access = Access.DENY;
        @Nullable String missingPathBehavior = null;
        try (ObjectReader object = open(value, ENTRY)) {
            for (String field = object.next(); field != null; field = object.next()) {
                switch (field) {
                    case "path" -> path = object.value();
                    case "access" -> access = access(object);
                    default -> missingPathBehavior = object.textOrNull();
                }
            }
        }
        return new Entry(place(Objects.requireNonNull(path)), access, Optional.ofNullable(missingPathBehavior));
    }

    private static Access access(ObjectReader object) throws IOException {
        return switch (object.token("read", "write", "deny", "none")) {
            case "read" -> Access.READ;
            case "write" -> Access.WRITE;
            default -> Access.DENY;
        };
    }

    private static Place place(Slice value) throws IOException {
        return switch (tag(value, Shape.of("type"), "path", "glob_pattern", "special")) {
            case "path" -> new Place.File(onlyText(value, FILE));
            case "glob_pattern" -> new Place.Glob(onlyText(value, GLOB));
            default -> special(value);
        };
    }

    private static String onlyText(Slice value, Shape shape) throws IOException {
        String text = "";
        try (ObjectReader object = open(value, shape)) {
            for (String field = object.next(); field != null; field = object.next()) {
                text = object.text();
            }
        }
        return text;
    }

    private static Place special(Slice value) throws IOException {
        Slice special = value;
        try (ObjectReader object = open(value, SPECIAL)) {
            for (String field = object.next(); field != null; field = object.next()) {
                special = object.value();
            }
        }
        String kind = tag(
                special,
                Shape.of("kind"),
                "root",
                "minimal",
                "project_roots",
                "tmpdir",
                "slash_tmp",
                "unknown",
                "current_working_directory");
        return switch (kind) {
            // The second is what older senders call the first.
            case "project_roots", "current_working_directory" ->
                new Place.Special(
                        "project_roots", subpath(special, PROJECT_ROOTS).subpath());
            case "unknown" -> subpath(special, UNKNOWN);
            default -> new Place.Special(kind, Optional.empty());
        };
    }

    private static Place.Unknown subpath(Slice special, Shape shape) throws IOException {
        String path = "";
        @Nullable String subpath = null;
        try (ObjectReader object = open(special, shape)) {
            for (String field = object.next(); field != null; field = object.next()) {
                switch (field) {
                    case "path" -> path = object.text();
                    default -> subpath = object.textOrNull();
                }
            }
        }
        return new Place.Unknown(path, Optional.ofNullable(subpath));
    }

    /** Find the one field that the shape names; empty if it need not be there, and is not. */
    private static String tag(Slice value, Shape shape, String... known) throws IOException {
        String tag = "";
        try (ObjectReader object = open(value, shape)) {
            for (String field = object.next(); field != null; field = object.next()) {
                tag = object.token(known);
            }
        }
        return tag;
    }

    static ObjectReader open(Slice value, Shape shape) throws IOException {
        return new ObjectReader(value, shape, CALLED);
    }
}
