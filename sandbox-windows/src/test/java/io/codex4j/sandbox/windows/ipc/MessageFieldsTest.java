package io.codex4j.sandbox.windows.ipc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.codex4j.sandbox.TerminalSize;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types and ranges of the fields of all messages but the spawn request. */
class MessageFieldsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "spawn_ready | {'process_id':0}",
                "spawn_ready | {'process_id':4294967295}",
                "resize | {'rows':1,'cols':1}",
                "resize | {'rows':65535,'cols':65535}",
                "resize | {'cols':80,'rows':24}",
                "exit | {'exit_code':-2147483648,'timed_out':false}",
                "exit | {'exit_code':2147483647,'timed_out':true}",
                "exit | {'timed_out':true,'exit_code':0}",
                "error | {'message':'','stage':'spawn_child','windows_error_code':0}",
                "error | {'message':'','stage':'spawn_child','windows_error_code':4294967295}",
                "error | {'message':'','stage':'spawn_child','windows_error_code':null}",
                "error | {'message':'','stage':'spawn_child'}",
                "error | {'message':'a\\u0000b','stage':'spawn_child'}",
                "close_stdin | {}",
                "close_stdin | {'x':1}",
                "terminate | {'x':{'y':[]}}",
            })
    void valuesAtTheEdgesAreAccepted(String type, String payload) throws FrameException {
        assertInstanceOf(Message.class, read(type, payload));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "spawn_ready | {} | missing field `process_id`",
                "spawn_ready | {'process_id':-1} | field `process_id` must be an integer from 0 to 4294967295",
                "spawn_ready | {'process_id':4294967296} | field `process_id` must be an integer from 0 to 4294967295",
                "spawn_ready | {'process_id':18446744073709551616} | field `process_id` must be an integer from 0 to 4294967295",
                "spawn_ready | {'process_id':1.0} | field `process_id` must be an integer from 0 to 4294967295",
                "spawn_ready | {'process_id':null} | field `process_id` must be an integer from 0 to 4294967295",
                "spawn_ready | {'process_id':1,'process_id':1} | duplicate field `process_id`",
                "output | {'stream':'stdout'} | missing field `data_b64`",
                "output | {'data_b64':''} | missing field `stream`",
                "output | {'data_b64':3,'stream':'stdout'} | field `data_b64` must be a string",
                "output | {'data_b64':'','stream':'stdin'} | unknown variant `stdin` of field `stream`, expected one of `stdout`, `stderr`",
                "output | {'data_b64':'','stream':'Stdout'} | unknown variant `Stdout` of field `stream`, expected one of `stdout`, `stderr`",
                "output | {'data_b64':'?','stream':'x'} | unknown variant `x` of field `stream`, expected one of `stdout`, `stderr`",
                "stdin | {} | missing field `data_b64`",
                "stdin | {'data_b64':null} | field `data_b64` must be a string",
                "stdin | ['aGk='] | field `payload` must be an object",
                "stdin | {'data_b64':'aGk=','data_b64':'aGk='} | duplicate field `data_b64`",
                "resize | {'rows':1} | missing field `cols`",
                "resize | {'cols':1} | missing field `rows`",
                "resize | {'rows':65536,'cols':1} | field `rows` must be an integer from 0 to 65535",
                "resize | {'rows':1,'cols':-1} | field `cols` must be an integer from 0 to 65535",
                "resize | {'rows':1,'cols':'1'} | field `cols` must be an integer from 0 to 65535",
                "exit | {'exit_code':2147483648,'timed_out':false} | field `exit_code` must be an integer from -2147483648 to 2147483647",
                "exit | {'exit_code':-2147483649,'timed_out':false} | field `exit_code` must be an integer from -2147483648 to 2147483647",
                "exit | {'exit_code':0} | missing field `timed_out`",
                "exit | {'timed_out':true} | missing field `exit_code`",
                "exit | {'exit_code':0,'timed_out':0} | field `timed_out` must be true or false",
                "error | {'stage':'spawn_child'} | missing field `message`",
                "error | {'message':''} | missing field `stage`",
                "error | {'message':null,'stage':'spawn_child'} | field `message` must be a string",
                "error | {'message':'','stage':'spawn_child','windows_error_code':-1} | field `windows_error_code` must be an integer from 0 to 4294967295",
                "error | {'message':'','stage':'zz'} | unknown variant `zz` of field `stage`, expected one of `read_spawn_request`, `spawn_child`, `write_spawn_ready`",
                "close_stdin | null | field `payload` must be an object",
                "terminate | 'x' | field `payload` must be an object",
            })
    void valuesBeyondThemAreRefused(String type, String payload, String message) {
        FrameException error = assertThrows(FrameException.class, () -> read(type, payload));

        assertEquals(message, error.getMessage());
    }

    @Test
    void errorOfVersion1HasNoStage() {
        FrameException error =
                assertThrows(FrameException.class, () -> read("error", "{'message':'m','code':'spawn_failed'}"));

        assertEquals("missing field `stage`", error.getMessage());
    }

    @Test
    void numbersWithoutSignKeepTheirBits() throws FrameException {
        assertEquals(new Message.SpawnReady(-1), read("spawn_ready", "{'process_id':4294967295}"));
        assertEquals(
                new Message.Failure("m", Message.Stage.SPAWN_CHILD, OptionalInt.of(0x80070005)),
                read("error", "{'message':'m','stage':'spawn_child','windows_error_code':2147942405}"));
    }

    @ParameterizedTest
    @CsvSource({"0,80", "24,0", "0,0"})
    void terminalWithoutCellsIsPassedOver(int rows, int columns) throws FrameException {
        assertNull(read("resize", "{'rows':" + rows + ",'cols':" + columns + "}"));
    }

    @Test
    void terminalWithMoreCellsThanTheWireCanSayCannotBeAsked() {
        assertThrows(IllegalArgumentException.class, () -> new Message.Resize(new TerminalSize(65_536, 1)));
        assertThrows(IllegalArgumentException.class, () -> new Message.Resize(new TerminalSize(1, 65_536)));
    }

    @ParameterizedTest
    @CsvSource({"'',''", "aA==,h", "aGk=,hi", "aGkh,hi!", "aGkhIQ==,hi!!", "'\\u0061Gk\\u003d',hi", "'aGk\\/',hi?"})
    void base64IsDecoded(String base64, String text) throws FrameException {
        byte[] expected = text.getBytes(ISO_8859_1);
        Message.Stdin stdin = (Message.Stdin) read("stdin", "{'data_b64':'" + base64 + "'}");
        Message.Output output = (Message.Output) read("output", "{'data_b64':'" + base64 + "','stream':'stderr'}");
        Message.Output turned = (Message.Output) read("output", "{'stream':'stderr','data_b64':'" + base64 + "'}");

        assertArrayEquals(expected, stdin.data());
        assertArrayEquals(expected, output.data());
        assertArrayEquals(expected, turned.data());
        assertEquals(Message.Stream.STDERR, output.stream());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "aG",
                "aGk",
                "aGk=a",
                "aG=k",
                "=",
                "====",
                "a===",
                "aGk= ",
                " aGk=",
                "aG k",
                "aGk\\n=",
                "aG-_",
                "!!!!",
                "aGl=",
                "aB==",
                "aGk=aGk=",
                "\u00e4Gk=",
                "aG\\u0000k",
                "aG\\u00e4k",
                "aGk\u20ac"
            })
    void whatIsNoBase64IsPassedOver(String base64) throws FrameException {
        byte[] next = Wire.message("terminate", "{}");
        for (byte[] frame : new byte[][] {
            Wire.message("stdin", "{\"data_b64\":\"" + base64 + "\"}"),
            Wire.message("output", "{\"data_b64\":\"" + base64 + "\",\"stream\":\"stdout\"}"),
        }) {
            FrameReader reader = Wire.reader(frame, next);

            assertEquals(new Frame(6, new Message.Terminate()), reader.read());
            assertNull(reader.read());
        }
    }

    private static Message read(String type, String payload) throws FrameException {
        return Wire.read(Wire.message(type, payload.replace('\'', '"')));
    }
}
