package io.codex4j.sandbox.windows.ipc;

import com.fasterxml.jackson.core.JsonGenerator;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Entry;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.FileSystem;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.Place;
import java.io.IOException;
import java.util.Optional;

/** Writes permission profiles in the form with tags. */
final class ProfileEncoder {
    private ProfileEncoder() {}

    static void encode(JsonGenerator json, PermissionProfile profile) throws IOException {
        json.writeStartObject();
        switch (profile) {
            case PermissionProfile.Managed managed -> {
                json.writeStringField("type", "managed");
                json.writeObjectFieldStart("file_system");
                fileSystem(json, managed.fileSystem());
                json.writeEndObject();
                network(json, managed.networkEnabled());
            }
            case PermissionProfile.Disabled ignored -> json.writeStringField("type", "disabled");
            case PermissionProfile.External external -> {
                json.writeStringField("type", "external");
                network(json, external.networkEnabled());
            }
        }
        json.writeEndObject();
    }

    private static void network(JsonGenerator json, boolean enabled) throws IOException {
        json.writeStringField("network", enabled ? "enabled" : "restricted");
    }

    private static void fileSystem(JsonGenerator json, FileSystem fileSystem) throws IOException {
        switch (fileSystem) {
            case FileSystem.Unrestricted ignored -> json.writeStringField("type", "unrestricted");
            case FileSystem.Restricted restricted -> {
                json.writeStringField("type", "restricted");
                json.writeArrayFieldStart("entries");
                for (Entry entry : restricted.entries()) {
                    entry(json, entry);
                }
                json.writeEndArray();
                if (restricted.globScanMaxDepth().isPresent()) {
                    json.writeNumberField(
                            "glob_scan_max_depth", restricted.globScanMaxDepth().getAsInt());
                }
            }
        }
    }

    private static void entry(JsonGenerator json, Entry entry) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("path");
        place(json, entry.path());
        json.writeEndObject();
        json.writeStringField("access", entry.access().token);
        textIfAny(json, "missing_path_behavior", entry.missingPathBehavior());
        json.writeEndObject();
    }

    private static void place(JsonGenerator json, Place place) throws IOException {
        switch (place) {
            case Place.File file -> {
                json.writeStringField("type", "path");
                MessageEncoder.text(json, "path", file.path());
            }
            case Place.Glob glob -> {
                json.writeStringField("type", "glob_pattern");
                MessageEncoder.text(json, "pattern", glob.pattern());
            }
            case Place.Special special -> {
                startSpecial(json, special.kind());
                textIfAny(json, "subpath", special.subpath());
                json.writeEndObject();
            }
            case Place.Unknown unknown -> {
                startSpecial(json, "unknown");
                MessageEncoder.text(json, "path", unknown.path());
                textIfAny(json, "subpath", unknown.subpath());
                json.writeEndObject();
            }
        }
    }

    private static void startSpecial(JsonGenerator json, String kind) throws IOException {
        json.writeStringField("type", "special");
        json.writeObjectFieldStart("value");
        MessageEncoder.text(json, "kind", kind);
    }

    private static void textIfAny(JsonGenerator json, String field, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            MessageEncoder.text(json, field, text.get());
        }
    }
}
