package io.codex4j.sandbox.windows.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.TerminalSize;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each message, byte for byte, both ways. */
class GoldenFramesTest {
    static Stream<Arguments> messages() {
        byte[] hi = {'h', 'i', '\n'};
        return Stream.of(
                Arguments.of(Requests.full(), "spawn_request", Requests.payload(Requests.fields())),
                Arguments.of(new Message.SpawnReady(4711), "spawn_ready", "{\"process_id\":4711}"),
                Arguments.of(new Message.SpawnReady(-1), "spawn_ready", "{\"process_id\":4294967295}"),
                Arguments.of(
                        new Message.Output(hi, Message.Stream.STDOUT),
                        "output",
                        "{\"data_b64\":\"aGkK\",\"stream\":\"stdout\"}"),
                Arguments.of(
                        new Message.Output(new byte[] {(byte) 0xff}, Message.Stream.STDERR),
                        "output",
                        "{\"data_b64\":\"/w==\",\"stream\":\"stderr\"}"),
                Arguments.of(new Message.Stdin(hi), "stdin", "{\"data_b64\":\"aGkK\"}"),
                Arguments.of(new Message.Stdin(new byte[0]), "stdin", "{\"data_b64\":\"\"}"),
                Arguments.of(new Message.CloseStdin(), "close_stdin", "{}"),
                Arguments.of(new Message.Resize(new TerminalSize(80, 24)), "resize", "{\"rows\":24,\"cols\":80}"),
                Arguments.of(new Message.Terminate(), "terminate", "{}"),
                Arguments.of(new Message.Exit(0, false), "exit", "{\"exit_code\":0,\"timed_out\":false}"),
                Arguments.of(new Message.Exit(192, true), "exit", "{\"exit_code\":192,\"timed_out\":true}"),
                Arguments.of(
                        new Message.Exit(0xC0000005, false), "exit", "{\"exit_code\":-1073741819,\"timed_out\":false}"),
                Arguments.of(
                        new Message.Failure("no such file", Message.Stage.SPAWN_CHILD, OptionalInt.of(2)),
                        "error",
                        "{\"message\":\"no such file\",\"stage\":\"spawn_child\",\"windows_error_code\":2}"),
                Arguments.of(
                        new Message.Failure("what?", Message.Stage.READ_SPAWN_REQUEST, OptionalInt.empty()),
                        "error",
                        "{\"message\":\"what?\",\"stage\":\"read_spawn_request\",\"windows_error_code\":null}"),
                Arguments.of(
                        new Message.Failure("gone", Message.Stage.WRITE_SPAWN_READY, OptionalInt.of(-1)),
                        "error",
                        "{\"message\":\"gone\",\"stage\":\"write_spawn_ready\",\"windows_error_code\":4294967295}"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageIsWrittenSo(Message message, String type, String payload) throws IOException {
        assertEquals(Wire.json(type, payload), Wire.text(message));
        assertArrayEquals(Wire.message(type, payload), Wire.write(message));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageIsReadSo(Message message, String type, String payload) throws IOException {
        assertTrue(Wire.same(message, Wire.read(Wire.message(type, payload))));
    }

    @Test
    void optionalFieldsOfARequestAreWrittenAsNull() throws IOException {
        Message.SpawnRequest full = Requests.full();
        Message request = new Message.SpawnRequest(
                List.of(),
                full.cwd(),
                Map.of(),
                full.permissionProfile(),
                List.of(),
                full.codexHome(),
                full.realCodexHome(),
                full.capSids(),
                Optional.empty(),
                OptionalLong.empty(),
                true,
                false,
                Optional.empty());
        Map<String, String> fields = Requests.fields();
        fields.put("command", "[]");
        fields.put("env", "{}");
        fields.put("workspace_roots", "[]");
        fields.put("network_proxy_restricting_sid", "null");
        fields.put("timeout_ms", "null");
        fields.put("tty", "true");
        fields.put("stdin_open", "false");
        fields.put("private_desktop_name", "null");

        assertEquals(Wire.json("spawn_request", Requests.payload(fields)), Wire.text(request));
        assertEquals(request, Wire.read(Wire.write(request)));
    }

    @Test
    void onlyWhatMustBeEscapedIsAndInSmallLetters() throws IOException {
        String text = "\" \\ / \b \f \n \r \t \u0001 \u001f \u007f \u00e4 \u20ac \ud83d\ude00 \u2028";
        Message message = new Message.Failure(text, Message.Stage.SPAWN_CHILD, OptionalInt.empty());
        String json = "\\\" \\\\ / \\b \\f \\n \\r \\t \\u0001 \\u001f \u007f \u00e4 \u20ac \ud83d\ude00 \u2028";

        assertEquals(
                Wire.json(
                        "error",
                        "{\"message\":\"" + json + "\",\"stage\":\"spawn_child\",\"windows_error_code\":null}"),
                Wire.text(message));
        assertEquals(message, Wire.read(Wire.write(message)));
    }

    @Test
    void namesOfVariablesAreEscapedLikeAnyText() throws IOException {
        Message.SpawnRequest full = Requests.full();
        Message request = new Message.SpawnRequest(
                full.command(),
                full.cwd(),
                Map.of("\u001f\"\ud83d\ude00\u00e4", "v"),
                full.permissionProfile(),
                full.workspaceRoots(),
                full.codexHome(),
                full.realCodexHome(),
                full.capSids(),
                full.networkProxyRestrictingSid(),
                full.timeoutMs(),
                full.tty(),
                full.stdinOpen(),
                full.privateDesktopName());

        assertTrue(Wire.text(request).contains("\"env\":{\"\\u001f\\\"\ud83d\ude00\u00e4\":\"v\"}"));
        assertEquals(request, Wire.read(Wire.write(request)));
    }
}
