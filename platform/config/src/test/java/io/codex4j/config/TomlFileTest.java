package io.codex4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TomlFileTest {
    @TempDir
    Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("config.toml"), content);
    }

    private Path file(String content) throws IOException {
        return file(content.getBytes(StandardCharsets.UTF_8));
    }

    private static Object plain(Path file) throws ConfigException {
        return TomlFile.read(file).orElseThrow().plain();
    }

    private static String message(Path file) {
        return String.valueOf(
                assertThrows(ConfigException.class, () -> TomlFile.read(file)).getMessage());
    }

    @Test
    void absentFileIsNothing() throws Exception {
        assertEquals(Optional.empty(), TomlFile.read(folder.resolve("config.toml")));
        assertEquals(Optional.empty(), TomlFile.read(folder.resolve("no/such/folder/config.toml")));
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("gone"));
        assertEquals(Optional.empty(), TomlFile.read(folder.resolve("dangling")));
        Path noFolder = Files.writeString(folder.resolve("plain"), "");
        assertEquals(Optional.empty(), TomlFile.read(noFolder.resolve("config.toml")));
    }

    @Test
    void emptyFileIsAnEmptyTable() throws Exception {
        assertEquals(Map.of(), plain(file("")));
    }

    @Test
    void byteOrderMarkAndWindowsLineEndsAreTaken() throws Exception {
        assertEquals(Map.of("a", 1L, "b", 2L), plain(file("\uFEFFa = 1\r\nb = 2\r\n")));
        assertEquals(
                folder.resolve("config.toml") + ":1:5: invalid TOML: unexpected end of line, expected a value\n"
                        + "  |\n1 | a = \n  |     ^",
                message(file("\uFEFFa = \r\nb = 2\r\n")));
    }

    @Test
    void syntaxErrorShowsPlaceLineAndCaret() throws Exception {
        Path file = file("model = \"x\"\n[foo\n");
        assertEquals(
                file + ":2:5: invalid TOML: unexpected end of line, expected ]\n  |\n2 | [foo\n  |     ^",
                message(file));
    }

    @Test
    void duplicateKeyNamesBothPlaces() throws Exception {
        Path file = file("a = 1\n\na = 2\n");
        assertTrue(message(file).startsWith(file + ":3:1: invalid TOML: a previously defined at line 1"));
    }

    @Test
    void wrongEncodingIsShownWhereItStarts() throws Exception {
        Path file = file(new byte[] {'a', '=', '1', '\n', 'b', '=', '"', (byte) 0xff, '"', '\n'});
        assertEquals(
                file + ":2:4: this is not valid UTF-8; save the file in that encoding\n"
                        + "  |\n2 | b=\"\uFFFD\"\n  |    ^",
                message(file));
    }

    @Test
    void characterCutAtTheEndOfTheFileIsWrongEncoding() throws Exception {
        Path file = file(new byte[] {'a', '=', '1', '\n', '#', (byte) 0xe2, (byte) 0x82});
        assertTrue(message(file).startsWith(file + ":2:2: this is not valid UTF-8"), message(file));
    }

    @Test
    void folderIsRefused() throws Exception {
        Path here = Files.createDirectory(folder.resolve("config.toml"));
        assertEquals(here + ": this is a folder, but a file is expected here", message(here));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void deviceIsRefusedUnread() {
        Path device = Path.of("/dev/zero");
        assertEquals(device + ": this is a device or a pipe, but a regular file is expected here", message(device));
    }

    @Test
    void circleOfLinksIsReported() throws Exception {
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertTrue(message(loop).startsWith(loop + ": the file cannot be read: "), message(loop));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void failureOfReadingIsReported() {
        Path unreadable = Path.of("/proc/self/mem");
        assertTrue(message(unreadable).startsWith(unreadable + ": the file cannot be read: "), message(unreadable));
    }

    @Test
    void hugeFileIsRefused() throws Exception {
        Path file = file("#".repeat(TomlFile.MAX_BYTES + 1));
        assertEquals(file + ": the file is larger than 4 MiB, too large for a config file", message(file));
    }

    @Test
    void largestFileIsRead() throws Exception {
        assertEquals(Map.of(), plain(file("#".repeat(TomlFile.MAX_BYTES))));
    }

    @Test
    void deepNestingIsOneError() throws Exception {
        for (String deep :
                new String[] {"a = " + "[".repeat(50_000), "a = " + "{b=".repeat(50_000), "a.".repeat(50_000) + "b=1"
                }) {
            String message = message(file(deep));
            assertTrue(message.contains("config.toml:1:"), message);
            assertTrue(message.length() < 1000, message);
        }
    }

    @Test
    void nothingInTheFileSteersTheTerminal() throws Exception {
        String message = message(file("a = \"\u001b[31m\u202e\" x\n"));
        assertEquals(-1, message.indexOf('\u001b'));
        assertEquals(-1, message.indexOf('\u202e'));
    }

    @Test
    void junkGivesOneErrorAlways() throws Exception {
        Random random = new Random(7);
        String alphabet = "ab=.[]{}\"'#\\ \n\t,0-:+_é\u0000\uFEFF";
        for (int i = 0; i < 200; i++) {
            StringBuilder junk = new StringBuilder();
            int length = random.nextInt(40);
            for (int j = 0; j < length; j++) {
                junk.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                TomlFile.read(file(junk.toString()));
            } catch (ConfigException expected) {
                assertTrue(String.valueOf(expected.getMessage()).contains("config.toml:"), junk::toString);
            }
        }
    }
}
