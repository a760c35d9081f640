package io.codex4j.sandbox.windows.setup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileOnWindows {
    @TempDir
    private Path folder;

    /** Windows refuses that while the reader has the file open. */
    @Test
    void fileIsReplacedAsSoonAsAReaderIsDone() throws Exception {
        Path file = folder.resolve("file");
        StateFile.write(file, new byte[] {1});
        InputStream reader = Files.newInputStream(file);
        Thread closer = Thread.ofPlatform().start(() -> {
            try {
                Thread.sleep(150);
                reader.close();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        StateFile.write(file, new byte[] {2});
        closer.join();
        assertArrayEquals(new byte[] {2}, Files.readAllBytes(file));
        try (var left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void folderInTheWayFails() throws Exception {
        Path file = Files.createDirectories(folder.resolve("file/full")).getParent();
        assertThrows(IOException.class, () -> StateFile.write(file, new byte[] {1}));
    }

    @Test
    void capabilitySidsHaveKeysOfWindows() throws Exception {
        SandboxHome home = new SandboxHome(folder.resolve("home"));
        Path work = Files.createDirectories(folder.resolve("Work")).toRealPath();
        Map<Path, String> sids = new CapabilitySids(home).of(List.of(work), work);
        String key = work.toString().replace('\\', '/').toLowerCase(Locale.ROOT);
        assertTrue(key.matches("[a-z]:/.*/work"), key);
        assertEquals(Map.of(key, List.of(String.valueOf(sids.get(work)))), new CapabilitySids(home).all());
        assertEquals(sids, new CapabilitySids(home).of(List.of(work), work));
    }

    @Test
    void globsKnowPathsOfWindows() throws Exception {
        Path secret =
                Files.writeString(Files.createDirectories(folder.resolve("a")).resolve(".env"), "");
        assertEquals(List.of(secret), DeniedReads.find(List.of(folder + "\\*\\.env")));
        assertEquals(List.of(secret), DeniedReads.find(List.of(folder + "\\**\\.ENV")));
    }
}
