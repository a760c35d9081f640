package io.codex4j.sandbox.windows.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hold what is in {@code cap_sid}: {@code {workspace, readonly, workspace_by_cwd{key: sid}, writable_root_by_path{key:
 * sid}}}. Early versions had the first two fields only, or nothing but one SID. A value that is no such SID counts as
 * missing, and fields that are not known here stay as they are.
 */
final class CapabilityTable {
    static final String BY_DIRECTORY = "workspace_by_cwd";
    static final String BY_ROOT = "writable_root_by_path";
    private static final String WORKSPACE = "workspace";
    private static final String READ_ONLY = "readonly";
    private static final String PREFIX = "S-1-5-21-";
    private static final int PARTS = 4;
    private static final long LARGEST_PART = 0xffff_ffffL;

    private final Map<String, Object> fields;
    private final boolean corrupt;

    private CapabilityTable(Map<String, Object> fields, boolean corrupt) {
        this.fields = fields;
        this.corrupt = corrupt;
    }

    static CapabilityTable empty() {
        return new CapabilityTable(new LinkedHashMap<>(), false);
    }

    static CapabilityTable parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        if (isCapability(text)) {
            return new CapabilityTable(new LinkedHashMap<>(Map.of(WORKSPACE, text)), false);
        }
        try {
            return new CapabilityTable(JsonTree.parse(bytes), false);
        } catch (IOException e) {
            return new CapabilityTable(new LinkedHashMap<>(), true);
        }
    }

    /** Tell whether the file held something else, so that this is empty. */
    boolean corrupt() {
        return corrupt;
    }

    Map<String, Object> fields() {
        return fields;
    }

    Optional<String> readOnly() {
        return sid(fields.get(READ_ONLY));
    }

    /** Return the SIDs that are known of paths, in their order; the value of each names the table it belongs to. */
    Map<Path, String> find(Map<Path, String> tables) {
        Map<Path, String> found = new LinkedHashMap<>();
        tables.forEach((path, table) ->
                sid(JsonTree.map(JsonTree.field(fields, table)).get(key(path))).ifPresent(sid -> found.put(path, sid)));
        return found;
    }

    Map<String, List<String>> all() {
        Map<String, List<String>> sids = new LinkedHashMap<>();
        for (String table : List.of(BY_DIRECTORY, BY_ROOT)) {
            JsonTree.map(JsonTree.field(fields, table))
                    .forEach((key, value) -> sid(value)
                            .ifPresent(sid -> sids.computeIfAbsent(key, path -> new ArrayList<>())
                                    .add(sid)));
        }
        return sids;
    }

    /** Give a new SID to whatever has none. */
    void complete(Map<Path, String> tables) {
        SecureRandom random = new SecureRandom();
        for (String name : List.of(WORKSPACE, READ_ONLY)) {
            fields.put(name, sid(fields.get(name)).orElseGet(() -> invent(random)));
        }
        for (String name : List.of(BY_DIRECTORY, BY_ROOT)) {
            fields.put(name, JsonTree.map(JsonTree.field(fields, name)));
        }
        tables.forEach((path, name) -> {
            Map<String, Object> table = JsonTree.map(JsonTree.field(fields, name));
            table.put(key(path), sid(table.get(key(path))).orElseGet(() -> invent(random)));
            fields.put(name, table);
        });
    }

    /** Return the key of a real path: lower case, with forward slashes. */
    static String key(Path path) {
        String key = path.toString().replace('\\', '/').toLowerCase(Locale.ROOT);
        boolean top = key.length() <= 1 || key.endsWith(":/");
        return key.endsWith("/") && !top ? key.substring(0, key.length() - 1) : key;
    }

    /** Tell whether a SID can be one of ours: it must not be one that an account, or everyone, has by nature. */
    static boolean isCapability(String sid) {
        if (!sid.startsWith(PREFIX)) {
            return false;
        }
        String[] parts = sid.substring(PREFIX.length()).split("-", -1);
        for (String part : parts) {
            boolean digits =
                    !part.isEmpty() && part.length() <= 10 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!digits || Long.parseLong(part) > LARGEST_PART) {
                return false;
            }
        }
        return parts.length == PARTS;
    }

    private static Optional<String> sid(@Nullable Object value) {
        return value instanceof String text && isCapability(text) ? Optional.of(text) : Optional.empty();
    }

    private static String invent(SecureRandom random) {
        StringBuilder sid = new StringBuilder("S-1-5-21");
        for (int part = 0; part < PARTS; part++) {
            sid.append('-').append(Integer.toUnsignedLong(random.nextInt()));
        }
        return sid.toString();
    }
}
