package io.codex4j.sandbox.windows.setup;

import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Ask the set-up program for something. It is handed over as one argument: base64 of a JSON object, whose fields are those
 * of the reference, in its order.
 *
 * @param home {@code CODEX_HOME}
 * @param readRoots what the users of the sandbox are to read
 * @param proxy what of this machine's own network the offline user may reach
 * @param realUser the user that the sandbox works for, as {@code DOMAIN\name}
 */
record SetupRequest(Mode mode, String home, List<String> readRoots, ProxySettings proxy, String realUser) {
    /** What is asked for. */
    enum Mode {
        /** The accounts and all that belongs to them. */
        INTERACTIVE_PROVISION("interactive-provision"),
        /** The right to read files. */
        READ_ACLS_ONLY("read-acls-only"),
        /** The way back; only our own program knows it. */
        UNINSTALL("uninstall");

        private final String token;

        Mode(String token) {
            this.token = token;
        }

        static Optional<Mode> of(String token) {
            for (Mode mode : values()) {
                if (mode.token.equals(token)) {
                    return Optional.of(mode);
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    String encode() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", SetupMarker.VERSION);
        fields.put("offline_username", Identity.OFFLINE.user());
        fields.put("online_username", Identity.ONLINE.user());
        fields.put("codex_home", home);
        fields.put("command_cwd", home);
        fields.put("read_roots", readRoots);
        fields.put("write_roots", List.of());
        fields.put("deny_read_paths", List.of());
        fields.put("deny_write_paths", List.of());
        fields.put("proxy_ports", proxy.ports());
        fields.put("allow_local_binding", proxy.allowLocalBinding());
        fields.put("otel", Optional.empty());
        fields.put("real_user", realUser);
        fields.put("mode", mode.token);
        fields.put("refresh_only", false);
        return Base64.getEncoder().encodeToString(JsonTree.print(fields));
    }

    static SetupRequest decode(String argument) throws IOException {
        byte[] text;
        try {
            text = Base64.getDecoder().decode(argument);
        } catch (IllegalArgumentException e) {
            throw new IOException("the argument is not base64", e);
        }
        Map<String, Object> fields = JsonTree.parse(text);
        if (!Long.valueOf(SetupMarker.VERSION).equals(fields.get("version"))) {
            throw new IOException("the request is of another version than " + SetupMarker.VERSION);
        }
        String mode = JsonTree.text(fields, "mode");
        return new SetupRequest(
                Mode.of(mode).orElseThrow(() -> new IOException("there is no mode " + mode)),
                JsonTree.text(fields, "codex_home"),
                JsonTree.strings(JsonTree.field(fields, "read_roots")),
                new ProxySettings(
                        JsonTree.integers(JsonTree.field(fields, "proxy_ports")),
                        Boolean.TRUE.equals(fields.get("allow_local_binding"))),
                JsonTree.text(fields, "real_user"));
    }
}
