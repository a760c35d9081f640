package io.codex4j.sandbox.windows.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields of a spawn request, one by one. */
class SpawnRequestTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "command",
                "cwd",
                "env",
                "permission_profile",
                "workspace_roots",
                "codex_home",
                "real_codex_home",
                "cap_sids",
                "tty"
            })
    void requiredFieldIsNeitherMissingNorNull(String field) {
        assertEquals("missing field `" + field + "`", errorOf(Requests.without(field)));
        errorOf(Requests.with(field, "null"));
    }

    @ParameterizedTest
    @CsvSource({"missing,", "null,null"})
    void optionalFieldsMayBeMissingOrNull(String name, String value) throws FrameException {
        Map<String, String> fields = Requests.fields();
        for (String field : List.of("network_proxy_restricting_sid", "timeout_ms", "private_desktop_name")) {
            if (value == null) {
                fields.remove(field);
            } else {
                fields.put(field, value);
            }
        }
        Message.SpawnRequest request = Requests.read(Wire.message("spawn_request", Requests.payload(fields)));

        assertEquals(Optional.empty(), request.networkProxyRestrictingSid());
        assertEquals(OptionalLong.empty(), request.timeoutMs());
        assertEquals(Optional.empty(), request.privateDesktopName());
    }

    @Test
    void inputIsClosedUnlessSaidOtherwiseAndNullSaysNothing() throws FrameException {
        assertFalse(Requests.read(Requests.without("stdin_open")).stdinOpen());
        assertEquals("field `stdin_open` must be true or false", errorOf(Requests.with("stdin_open", "null")));
    }

    @Test
    void eachFieldStandsThereOnce() {
        for (String field : Requests.fields().keySet()) {
            String json = Requests.payload(Requests.fields())
                    .replaceFirst(
                            "\\{",
                            "{\"" + field + "\":" + Requests.fields().get(field).replace("\\", "\\\\") + ",");

            assertEquals("duplicate field `" + field + "`", errorOf(Wire.message("spawn_request", json)));
        }
    }

    @Test
    void fieldsInAnyOrderWithOthersBetweenThem() throws FrameException {
        List<String> names = new ArrayList<>(Requests.fields().keySet());
        Map<String, String> turned = new LinkedHashMap<>();
        for (String name : names.reversed()) {
            turned.put(name, Requests.fields().get(name));
            turned.put("not_" + name, "[{\"" + name + "\":1}]");
        }

        assertEquals(Requests.full(), Requests.read(Wire.message("spawn_request", Requests.payload(turned))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "command | 'dir'",
                "command | {}",
                "command | ['a',1]",
                "command | ['a',null]",
                "command | [['a']]",
                "cwd | 3",
                "cwd | ['C:']",
                "env | []",
                "env | {'A':1}",
                "env | {'A':null}",
                "env | {'A':['1']}",
                "permission_profile | 'disabled'",
                "permission_profile | []",
                "workspace_roots | 'C:'",
                "workspace_roots | [null]",
                "codex_home | true",
                "real_codex_home | {}",
                "cap_sids | 'S-1-1-0'",
                "cap_sids | [1]",
                "network_proxy_restricting_sid | 3",
                "timeout_ms | -1",
                "timeout_ms | 1.5",
                "timeout_ms | 1.0",
                "timeout_ms | 1e3",
                "timeout_ms | '1'",
                "timeout_ms | 18446744073709551616",
                "timeout_ms | 99999999999999999999999999999999",
                "tty | 0",
                "tty | 'false'",
                "stdin_open | 1",
                "private_desktop_name | 7",
            })
    void otherTypesAreRefused(String field, String value) {
        errorOf(Requests.with(field, value.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1",
        "4294967296,4294967296",
        "9223372036854775807,9223372036854775807",
        "9223372036854775808,9223372036854775807",
        "18446744073709551615,9223372036854775807"
    })
    void timeoutHas64BitsWithoutSign(String value, long timeout) throws FrameException {
        assertEquals(
                OptionalLong.of(timeout),
                Requests.read(Requests.with("timeout_ms", value)).timeoutMs());
    }

    @Test
    void timeoutThatIsNegativeCannotBeAsked() {
        Message.SpawnRequest full = Requests.full();

        assertThrows(
                IllegalArgumentException.class,
                () -> new Message.SpawnRequest(
                        full.command(),
                        full.cwd(),
                        full.env(),
                        full.permissionProfile(),
                        full.workspaceRoots(),
                        full.codexHome(),
                        full.realCodexHome(),
                        full.capSids(),
                        full.networkProxyRestrictingSid(),
                        OptionalLong.of(-1),
                        full.tty(),
                        full.stdinOpen(),
                        full.privateDesktopName()));
    }

    @Test
    void emptyListsAreLeftToTheRunner() throws FrameException {
        assertEquals(List.of(), Requests.read(Requests.with("command", "[]")).command());
        assertEquals(List.of(), Requests.read(Requests.with("cap_sids", "[]")).capSids());
        assertEquals(
                List.of(), Requests.read(Requests.with("workspace_roots", "[]")).workspaceRoots());
        assertEquals(Map.of(), Requests.read(Requests.with("env", "{}")).env());
    }

    @Test
    void variablesKeepTheirOrderAndTheirCase() throws FrameException {
        Map<String, String> env = Requests.read(
                        Requests.with("env", "{\"b\":\"1\",\"A\":\"2\",\"a\":\"3\",\"\":\"4\"}"))
                .env();

        assertEquals(List.of("b", "A", "a", ""), List.copyOf(env.keySet()));
    }

    @Test
    void variableThatIsThereTwiceIsRefused() {
        assertEquals(
                "field `env` has the name `A` twice",
                errorOf(Requests.with("env", "{\"A\":\"1\",\"B\":\"\",\"A\":\"1\"}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "command | [\"a\\u0000b\"]",
                "cwd | \"C:\\u0000\"",
                "env | {\"A\":\"1\\u0000B=2\"}",
                "env | {\"A\\u0000\":\"1\"}",
                "private_desktop_name | \"\\u0000\"",
            })
    void nulInTextForWindowsIsRefused(String field, String value) {
        assertEquals("field `" + field + "` contains a NUL character", errorOf(Requests.with(field, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "command | [\"\\ud800\"]",
                "command | [\"\\udc00\\ud800\"]",
                "cwd | \"\\udfff.\"",
            })
    void halfACharacterIsRefused(String field, String value) {
        assertEquals("field `" + field + "` contains half a character", errorOf(Requests.with(field, value)));
    }

    @Test
    void namesOfVariablesMayBeEscapedAndAreWholeCharactersToo() throws FrameException {
        assertEquals(
                Map.of("\ud83d\ude00\u00e4A", "\ud83d\ude00"),
                Requests.read(Requests.with("env", "{\"\\ud83d\\ude00\\u00e4\\u0041\":\"\\ud83d\\ude00\"}"))
                        .env());
        errorOf(Requests.with("env", "{\"\\ud83d\":\"\"}"));
        errorOf(Requests.with("env", "{\"\\ude00\\ud83d\":\"\"}"));
    }

    private static String errorOf(byte[] frame) {
        return assertThrows(FrameException.class, () -> Wire.read(frame)).getMessage();
    }
}
