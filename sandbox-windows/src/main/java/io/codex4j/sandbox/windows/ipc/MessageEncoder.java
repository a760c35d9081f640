package io.codex4j.sandbox.windows.ipc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes messages as the reference writes them, to the byte. */
final class MessageEncoder {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private MessageEncoder() {}

    static void encode(Message message, FrameBuffer into) throws IOException {
        switch (message) {
            case Message.Output output -> dataFrame(output.stream()).write(output.data(), into);
            case Message.Stdin stdin -> DataFrame.STDIN.write(stdin.data(), into);
            case Message.SpawnRequest request ->
                envelope(Kind.SPAWN_REQUEST, into, json -> spawnRequest(json, request));
            case Message.CloseStdin ignored -> envelope(Kind.CLOSE_STDIN, into, json -> {});
            case Message.Resize resize -> envelope(Kind.RESIZE, into, json -> resize(json, resize));
            case Message.Terminate ignored -> envelope(Kind.TERMINATE, into, json -> {});
            case Message.SpawnReady ready ->
                envelope(
                        Kind.SPAWN_READY,
                        into,
                        json -> json.writeNumberField("process_id", Integer.toUnsignedLong(ready.processId())));
            case Message.Exit exit -> envelope(Kind.EXIT, into, json -> exit(json, exit));
            case Message.Failure failure -> envelope(Kind.ERROR, into, json -> failure(json, failure));
        }
    }

    private static DataFrame dataFrame(Message.Stream stream) {
        return switch (stream) {
            case STDOUT -> DataFrame.STDOUT;
            case STDERR -> DataFrame.STDERR;
        };
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static void envelope(Kind kind, FrameBuffer into, Fields payload) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(into)) {
            json.writeStartObject();
            json.writeNumberField("version", Frame.VERSION);
            json.writeStringField("type", kind.token);
            json.writeObjectFieldStart("payload");
            payload.write(json);
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void spawnRequest(JsonGenerator json, Message.SpawnRequest request) throws IOException {
        texts(json, "command", request.command());
        text(json, "cwd", request.cwd());
        json.writeObjectFieldStart("env");
        for (Map.Entry<String, String> variable : request.env().entrySet()) {
            checkUnicode("env", variable.getKey());
            text(json, variable.getKey(), variable.getValue());
        }
        json.writeEndObject();
        json.writeFieldName("permission_profile");
        ProfileEncoder.encode(json, request.permissionProfile());
        texts(json, "workspace_roots", request.workspaceRoots());
        text(json, "codex_home", request.codexHome());
        text(json, "real_codex_home", request.realCodexHome());
        texts(json, "cap_sids", request.capSids());
        textOrNull(json, "network_proxy_restricting_sid", request.networkProxyRestrictingSid());
        if (request.timeoutMs().isPresent()) {
            json.writeNumberField("timeout_ms", request.timeoutMs().getAsLong());
        } else {
            json.writeNullField("timeout_ms");
        }
        json.writeBooleanField("tty", request.tty());
        json.writeBooleanField("stdin_open", request.stdinOpen());
        textOrNull(json, "private_desktop_name", request.privateDesktopName());
    }

    private static void resize(JsonGenerator json, Message.Resize resize) throws IOException {
        json.writeNumberField("rows", resize.size().rows());
        json.writeNumberField("cols", resize.size().columns());
    }

    private static void exit(JsonGenerator json, Message.Exit exit) throws IOException {
        json.writeNumberField("exit_code", exit.exitCode());
        json.writeBooleanField("timed_out", exit.timedOut());
    }

    private static void failure(JsonGenerator json, Message.Failure failure) throws IOException {
        text(json, "message", failure.message());
        json.writeStringField("stage", failure.stage().token);
        if (failure.windowsErrorCode().isPresent()) {
            json.writeNumberField(
                    "windows_error_code",
                    Integer.toUnsignedLong(failure.windowsErrorCode().getAsInt()));
        } else {
            json.writeNullField("windows_error_code");
        }
    }

    private static void texts(JsonGenerator json, String field, List<String> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            checkUnicode(field, text);
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void textOrNull(JsonGenerator json, String field, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            text(json, field, text.get());
        } else {
            json.writeNullField(field);
        }
    }

    static void text(JsonGenerator json, String field, String text) throws IOException {
        checkUnicode(field, text);
        json.writeStringField(field, text);
    }

    private static void checkUnicode(String field, String text) throws FrameException {
        if (!Texts.isUnicode(text)) {
            throw new FrameException(
                    "`" + Texts.shown(field) + "` contains half a character, which no frame can carry");
        }
    }
}
