package io.codex4j.sandbox.windows.ipc;

import io.codex4j.sandbox.windows.ipc.PermissionProfile.Access;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Entry;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.FileSystem;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A spawn request with something in each field, as a message and as JSON field by field. */
final class Requests {
    private Requests() {}

    static final PermissionProfile READ_ONLY = new PermissionProfile.Managed(
            new FileSystem.Restricted(
                    List.of(new Entry(new Place.Special("root", Optional.empty()), Access.READ, Optional.empty())),
                    OptionalInt.empty()),
            false);

    static final String READ_ONLY_JSON = "{\"type\":\"managed\",\"file_system\":{\"type\":\"restricted\",\"entries\":["
            + "{\"path\":{\"type\":\"special\",\"value\":{\"kind\":\"root\"}},\"access\":\"read\"}]},"
            + "\"network\":\"restricted\"}";

    static Message.SpawnRequest full() {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("PATH", "C:\\Windows\\system32");
        env.put("=C:", "C:\\work");
        env.put("EMPTY", "");
        return new Message.SpawnRequest(
                List.of("cmd", "/c", "echo \"hi\""),
                "C:\\work",
                env,
                READ_ONLY,
                List.of("C:\\work", "D:\\more"),
                "C:\\Users\\me\\.codex\\.sandbox",
                "C:\\Users\\me\\.codex",
                List.of("S-1-5-21-1-2-3-4"),
                Optional.of("S-1-5-21-5-6-7-8"),
                OptionalLong.of(10_000),
                false,
                true,
                Optional.of("CodexSandboxDesktop-1f"));
    }

    /** The fields of {@link #full}, in the order of the wire. */
    static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("command", "[\"cmd\",\"/c\",\"echo \\\"hi\\\"\"]");
        fields.put("cwd", "\"C:\\\\work\"");
        fields.put("env", "{\"PATH\":\"C:\\\\Windows\\\\system32\",\"=C:\":\"C:\\\\work\",\"EMPTY\":\"\"}");
        fields.put("permission_profile", READ_ONLY_JSON);
        fields.put("workspace_roots", "[\"C:\\\\work\",\"D:\\\\more\"]");
        fields.put("codex_home", "\"C:\\\\Users\\\\me\\\\.codex\\\\.sandbox\"");
        fields.put("real_codex_home", "\"C:\\\\Users\\\\me\\\\.codex\"");
        fields.put("cap_sids", "[\"S-1-5-21-1-2-3-4\"]");
        fields.put("network_proxy_restricting_sid", "\"S-1-5-21-5-6-7-8\"");
        fields.put("timeout_ms", "10000");
        fields.put("tty", "false");
        fields.put("stdin_open", "true");
        fields.put("private_desktop_name", "\"CodexSandboxDesktop-1f\"");
        return fields;
    }

    static String payload(Map<String, String> fields) {
        StringBuilder payload = new StringBuilder();
        fields.forEach((name, value) -> payload.append(payload.isEmpty() ? "{" : ",")
                .append('"')
                .append(name)
                .append("\":")
                .append(value));
        return payload.append('}').toString();
    }

    /** The frame of a request in which one field has another value. */
    static byte[] with(String field, String value) {
        Map<String, String> fields = fields();
        fields.put(field, value);
        return Wire.message("spawn_request", payload(fields));
    }

    static byte[] without(String field) {
        Map<String, String> fields = fields();
        fields.remove(field);
        return Wire.message("spawn_request", payload(fields));
    }

    static Message.SpawnRequest read(byte[] frame) throws FrameException {
        if (Wire.read(frame) instanceof Message.SpawnRequest request) {
            return request;
        }
        throw new AssertionError("no spawn request");
    }
}
