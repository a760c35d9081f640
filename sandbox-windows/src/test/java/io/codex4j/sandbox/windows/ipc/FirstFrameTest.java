package io.codex4j.sandbox.windows.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a runner can say about the first frame that it gets. */
class FirstFrameTest {
    /** A request as version 1 of the protocol had it. */
    private static final String VERSION_1 =
            "{\"version\":1,\"type\":\"spawn_request\",\"payload\":{\"command\":[\"cmd\"],"
                    + "\"cwd\":\"C:\\\\\",\"env\":{},\"policy_json_or_preset\":\"read-only\",\"sandbox_policy_cwd\":\"C:\\\\\","
                    + "\"codex_home\":\"C:\\\\\",\"real_codex_home\":\"C:\\\\\",\"cap_sids\":[\"S-1-5-21-1\"],\"real_user_sid\":null,"
                    + "\"timeout_ms\":null,\"tty\":false,\"stdin_open\":false,\"use_private_desktop\":false}}";

    @Test
    void spawnRequestIsRead() throws IOException {
        assertEquals(Requests.full(), Wire.reader(Wire.write(Requests.full())).readSpawnRequest());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void endBeforeItIsNoError(int bytes) throws FrameException {
        assertNull(Wire.reader(new byte[bytes]).readSpawnRequest());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 7, 255})
    void otherVersionIsNamed(int version) throws IOException {
        String json = Wire.text(Requests.full()).replace("\"version\":6", "\"version\":" + version);

        assertEquals("unsupported protocol version " + version, errorOf(Wire.frame(json)));
    }

    @Test
    void requestOfVersion1IsRefusedForItsVersionNotForItsFields() {
        assertEquals("unsupported protocol version 1", errorOf(Wire.frame(VERSION_1)));
    }

    @Test
    void requestOfVersion1UnderTheVersionOfTodayLacksAField() {
        assertEquals(
                "missing field `permission_profile`",
                errorOf(Wire.frame(VERSION_1.replace("\"version\":1", "\"version\":6"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "spawn_ready | {\"process_id\":1}",
                "output | {\"data_b64\":\"aGk=\",\"stream\":\"stdout\"}",
                "stdin | {\"data_b64\":\"aGk=\"}",
                "stdin | {\"data_b64\":\"no base64\"}",
                "close_stdin | {}",
                "resize | {\"rows\":1,\"cols\":1}",
                "resize | {\"rows\":0,\"cols\":0}",
                "terminate | {}",
                "exit | {\"exit_code\":0,\"timed_out\":false}",
                "error | {\"message\":\"m\",\"stage\":\"spawn_child\",\"windows_error_code\":null}",
            })
    void otherMessageIsNamed(String type, String payload) {
        assertEquals("expected spawn_request, got " + type, errorOf(Wire.message(type, payload)));
    }

    @Test
    void brokenFramesSayWhatIsWrong() {
        assertEquals("frame too large: 8388609", errorOf(new byte[] {1, 0, (byte) 0x80, 0}));
        assertEquals("missing field `cwd`", errorOf(Requests.without("cwd")));
        assertEquals("the frame is empty", errorOf(new byte[4]));
        assertEquals("the frame is not valid JSON at byte 45", errorOf(Wire.frame(Wire.json("terminate", "{}") + "x")));
        assertEquals(
                "unknown variant `bogus` of field `type`, expected one of `spawn_request`, `spawn_ready`, `output`, `stdin`,"
                        + " `close_stdin`, `resize`, `exit`, `error`, `terminate`",
                errorOf(Wire.message("bogus", "{}")));
    }

    private static String errorOf(byte[] frame) {
        return assertThrows(FrameException.class, () -> Wire.reader(frame).readSpawnRequest())
                .getMessage();
    }
}
