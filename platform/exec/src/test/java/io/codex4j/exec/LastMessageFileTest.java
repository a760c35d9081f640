package io.codex4j.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LastMessageFileTest {
    @TempDir
    private Path folder;

    @Test
    void theMessageIsWrittenWithoutLineFeedAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("last.txt");
        LastMessageFile.write(file, "Dön.");
        assertEquals("Dön.", Files.readString(file));
        assertEquals(List.of(file), content());
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void anOlderFileIsReplacedAndKeepsItsPermissions() throws IOException {
        Path file = Files.writeString(folder.resolve("last.txt"), "older and longer");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        LastMessageFile.write(file, "new");
        assertEquals("new", Files.readString(file));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void whatALinkLeadsToIsReplaced() throws IOException {
        Path real = Files.writeString(folder.resolve("real.txt"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), real);
        LastMessageFile.write(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(real));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aDeviceIsWrittenToAndNotReplaced() throws IOException {
        LastMessageFile.write(Path.of("/dev/null"), "gone");
        assertFalse(Files.isRegularFile(Path.of("/dev/null"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void aFolderThatIsMissingIsAnErrorAndLeavesNothing() throws IOException {
        assertThrows(IOException.class, () -> LastMessageFile.write(folder.resolve("no/last.txt"), "x"));
        assertThrows(IOException.class, () -> LastMessageFile.write(folder, "x"));
        assertThrows(IOException.class, () -> LastMessageFile.write(Path.of("/"), "x"));
        assertEquals(List.of(), content());
    }

    private List<Path> content() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
