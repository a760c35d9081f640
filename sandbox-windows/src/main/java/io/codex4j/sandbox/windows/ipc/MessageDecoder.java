package io.codex4j.sandbox.windows.ipc;

import io.codex4j.sandbox.TerminalSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes messages of payloads. */
final class MessageDecoder {
    private static final int U16 = 0xffff;
    private static final long U32 = 0xffff_ffffL;

    private static final Shape NOTHING = Shape.of();
    private static final Shape SPAWN_READY = Shape.of("process_id");
    private static final Shape OUTPUT = Shape.of("data_b64", "stream");
    private static final Shape STDIN = Shape.of("data_b64");
    private static final Shape RESIZE = Shape.of("rows", "cols");
    private static final Shape EXIT = Shape.of("exit_code", "timed_out");
    private static final Shape ERROR = Shape.of("message", "stage").optional("windows_error_code");
    private static final Shape SPAWN_REQUEST = Shape.of(
                    "command",
                    "cwd",
                    "env",
                    "permission_profile",
                    "workspace_roots",
                    "codex_home",
                    "real_codex_home",
                    "cap_sids",
                    "tty")
            .optional("network_proxy_restricting_sid", "timeout_ms", "stdin_open", "private_desktop_name");

    private MessageDecoder() {}

    /** Decode a payload; null for bytes that are no base64, and for a terminal without cells. */
    static @Nullable Message decode(Kind kind, Slice payload) throws IOException {
        return switch (kind) {
            case SPAWN_REQUEST -> spawnRequest(payload);
            case SPAWN_READY -> spawnReady(payload);
            case OUTPUT -> output(payload);
            case STDIN -> stdin(payload);
            case CLOSE_STDIN -> empty(payload, new Message.CloseStdin());
            case RESIZE -> resize(payload);
            case EXIT -> exit(payload);
            case ERROR -> failure(payload);
            case TERMINATE -> empty(payload, new Message.Terminate());
        };
    }

    private static Message spawnRequest(Slice payload) throws IOException {
        List<String> command = List.of();
        String cwd = "";
        Map<String, String> env = Map.of();
        @Nullable Slice profile = null;
        List<String> workspaceRoots = List.of();
        String codexHome = "";
        String realCodexHome = "";
        List<String> capSids = List.of();
        @Nullable String networkProxyRestrictingSid = null;
        OptionalLong timeoutMs = OptionalLong.empty();
        boolean tty = false;
        boolean stdinOpen = false;
        @Nullable String privateDesktopName = null;
        try (ObjectReader object = open(payload, SPAWN_REQUEST)) {
            for (String field = object.next(); field != null; field = object.next()) {
                switch (field) {
                    case "command" -> command = object.texts();
                    case "cwd" -> cwd = object.text();
                    case "env" -> env = object.textsByName();
                    case "permission_profile" -> profile = object.value();
                    case "workspace_roots" -> workspaceRoots = object.texts();
                    case "codex_home" -> codexHome = object.text();
                    case "real_codex_home" -> realCodexHome = object.text();
                    case "cap_sids" -> capSids = object.texts();
                    case "network_proxy_restricting_sid" -> networkProxyRestrictingSid = object.textOrNull();
                    case "timeout_ms" ->
                        timeoutMs = object.isNull() ? OptionalLong.empty() : OptionalLong.of(object.unsigned64());
                    case "tty" -> tty = object.isFalseOrTrue();
                    case "stdin_open" -> stdinOpen = object.isFalseOrTrue();
                    default -> privateDesktopName = object.textOrNull();
                }
            }
        }
        return new Message.SpawnRequest(
                command,
                cwd,
                env,
                ProfileDecoder.decode(Objects.requireNonNull(profile)),
                workspaceRoots,
                codexHome,
                realCodexHome,
                capSids,
                Optional.ofNullable(networkProxyRestrictingSid),
                timeoutMs,
                tty,
                stdinOpen,
                Optional.ofNullable(privateDesktopName));
    }

    private static Message spawnReady(Slice payload) throws IOException {
        int processId = 0;
        try (ObjectReader object = open(payload, SPAWN_READY)) {
            for (String field = object.next(); field != null; field = object.next()) {
                processId = (int) object.integer(0, U32);
            }
        }
        return new Message.SpawnReady(processId);
    }

    private static @Nullable Message output(Slice payload) throws IOException {
        byte @Nullable [] data = null;
        Message.Stream stream = Message.Stream.STDOUT;
        try (ObjectReader object = open(payload, OUTPUT)) {
            for (String field = object.next(); field != null; field = object.next()) {
                switch (field) {
                    case "data_b64" -> data = data(object);
                    default -> stream = object.token(Message.Stream.values(), value -> value.token);
                }
            }
        }
        return data == null ? null : new Message.Output(data, stream);
    }

    private static @Nullable Message stdin(Slice payload) throws IOException {
        byte @Nullable [] data = null;
        try (ObjectReader object = open(payload, STDIN)) {
            for (String field = object.next(); field != null; field = object.next()) {
                data = data(object);
            }
        }
        return data == null ? null : new Message.Stdin(data);
    }

    private static byte @Nullable [] data(ObjectReader object) throws IOException {
        // What is not Latin becomes a question mark, which is no base64 either.
        byte[] text = object.anyText().getBytes(StandardCharsets.ISO_8859_1);
        return DataFrame.decodeBase64(text, 0, text.length);
    }

    private static @Nullable Message resize(Slice payload) throws IOException {
        int rows = 0;
        int columns = 0;
        try (ObjectReader object = open(payload, RESIZE)) {
            for (String field = object.next(); field != null; field = object.next()) {
                switch (field) {
                    case "rows" -> rows = (int) object.integer(0, U16);
                    default -> columns = (int) object.integer(0, U16);
                }
            }
        }
        return rows == 0 || columns == 0 ? null : new Message.Resize(new TerminalSize(columns, rows));
    }

    private static Message exit(Slice payload) throws IOException {
        int exitCode = 0;
        boolean timedOut = false;
        try (ObjectReader object = open(payload, EXIT)) {
            for (String field = object.next(); field != null; field = object.next()) {
                switch (field) {
                    case "exit_code" -> exitCode = (int) object.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
                    default -> timedOut = object.isFalseOrTrue();
                }
            }
        }
        return new Message.Exit(exitCode, timedOut);
    }

    private static Message failure(Slice payload) throws IOException {
        String message = "";
        Message.Stage stage = Message.Stage.READ_SPAWN_REQUEST;
        OptionalInt windowsErrorCode = OptionalInt.empty();
        try (ObjectReader object = open(payload, ERROR)) {
            for (String field = object.next(); field != null; field = object.next()) {
                switch (field) {
                    case "message" -> message = object.anyText();
                    case "stage" -> stage = object.token(Message.Stage.values(), value -> value.token);
                    default ->
                        windowsErrorCode =
                                object.isNull() ? OptionalInt.empty() : OptionalInt.of((int) object.integer(0, U32));
                }
            }
        }
        return new Message.Failure(message, stage, windowsErrorCode);
    }

    private static Message empty(Slice payload, Message message) throws IOException {
        try (ObjectReader object = open(payload, NOTHING)) {
            object.next();
        }
        return message;
    }

    private static ObjectReader open(Slice payload, Shape shape) throws IOException {
        return new ObjectReader(payload, shape, "field `payload`");
    }
}
