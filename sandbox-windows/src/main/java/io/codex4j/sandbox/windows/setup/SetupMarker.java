package io.codex4j.sandbox.windows.setup;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Say that a set-up was finished, and for what. The file is empty while a set-up is under way.
 *
 * @param createdAt as RFC 3339 writes it
 * @param proxy what of the network of this machine the offline user may reach
 */
record SetupMarker(String createdAt, ProxySettings proxy, List<String> readRoots, List<String> writeRoots) {
    static final int VERSION = 5;

    static SetupMarker of(ProxySettings proxy, Instant now) {
        return new SetupMarker(now.toString(), proxy, List.of(), List.of());
    }

    static Optional<SetupMarker> read(SandboxHome home) throws IOException {
        Optional<byte[]> bytes = StateFile.readBytes(home.marker());
        if (bytes.isEmpty() || bytes.get().length == 0) {
            return Optional.empty();
        }
        Map<String, Object> fields = StateFile.read(home.marker()).orElseGet(LinkedHashMap::new);
        if (!Long.valueOf(VERSION).equals(fields.get("version"))
                || !Identity.OFFLINE.user().equals(fields.get("offline_username"))
                || !Identity.ONLINE.user().equals(fields.get("online_username"))) {
            throw new StateFile.Corrupt(home.marker(), "it is of another version");
        }
        return Optional.of(new SetupMarker(
                JsonTree.text(fields, "created_at"),
                new ProxySettings(
                        JsonTree.integers(JsonTree.field(fields, "proxy_ports")),
                        Boolean.TRUE.equals(fields.get("allow_local_binding"))),
                JsonTree.strings(JsonTree.field(fields, "read_roots")),
                JsonTree.strings(JsonTree.field(fields, "write_roots"))));
    }

    /** Say that a set-up is under way. */
    static void begin(SandboxHome home) throws IOException {
        StateFile.write(home.marker(), new byte[0]);
    }

    void write(SandboxHome home) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("offline_username", Identity.OFFLINE.user());
        fields.put("online_username", Identity.ONLINE.user());
        fields.put("created_at", createdAt);
        fields.put("proxy_ports", proxy.ports());
        fields.put("allow_local_binding", proxy.allowLocalBinding());
        fields.put("read_roots", readRoots);
        fields.put("write_roots", writeRoots);
        StateFile.write(home.marker(), fields);
    }
}
