package io.codex4j.sandbox.windows.setup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
    @TempDir
    private Path folder;

    @Test
    void missingFileIsNothing() throws Exception {
        assertTrue(StateFile.read(folder.resolve("gone")).isEmpty());
    }

    @Test
    void folderInThePlaceOfTheFileFailsAndLeavesNothing() throws Exception {
        Path file = Files.createDirectories(folder.resolve("file/full")).getParent();
        assertThrows(IOException.class, () -> StateFile.write(file, Map.of("a", "b")));
        try (var left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void fileInThePlaceOfTheFolderFails() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThrows(IOException.class, () -> StateFile.write(file.resolve("below"), Map.of()));
        assertEquals("x", Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1]", "3", "{\"a\":}", "{\"a\":1}{", "{\"a\":99999999999999999999}", "\u0000"})
    void whatIsNoObjectIsCorrupt(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), content);
        assertThrows(StateFile.Corrupt.class, () -> StateFile.read(file));
    }

    @Test
    void deepNestingIsCorruptAndDoesNotOverflow() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "{\"a\":" + "[".repeat(100_000));
        assertThrows(StateFile.Corrupt.class, () -> StateFile.read(file));
    }

    @Test
    void hugeFileIsNotRead() throws Exception {
        Path file = folder.resolve("file");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        assertThrows(StateFile.Corrupt.class, () -> StateFile.read(file));
    }

    @Test
    void quarantineKeepsTheContentAndForgivesItsAbsence() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        StateFile.quarantine(file);
        StateFile.quarantine(file);
        assertEquals("x", Files.readString(folder.resolve("file.corrupt")));
    }

    @Test
    void readerNeverSeesATornFile() throws Exception {
        Path file = folder.resolve("file");
        byte[] small = "s".getBytes(StandardCharsets.UTF_8);
        byte[] large = "l".repeat(300_000).getBytes(StandardCharsets.UTF_8);
        StateFile.write(file, small);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Callable<Integer> reader = () -> {
                int reads = 0;
                while (!done.get()) {
                    int length = StateFile.readBytes(file).orElseThrow().length;
                    assertTrue(length == small.length || length == large.length, () -> "torn: " + length);
                    reads++;
                }
                return reads;
            };
            Future<Integer> reads = threads.submit(reader);
            for (int i = 0; i < 50; i++) {
                StateFile.write(file, i % 2 == 0 ? large : small);
            }
            done.set(true);
            assertTrue(reads.get() > 0);
        }
        assertArrayEquals(small, Files.readAllBytes(file));
    }

    @Test
    void lockHoldsOffOtherThreadsAndEndsWithAFailure() throws Exception {
        SandboxHome home = new SandboxHome(folder);
        int[] count = {0};
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<Integer> counter = () -> StateLock.holding(home, () -> {
                int before = count[0];
                Thread.yield();
                count[0] = before + 1;
                return before;
            });
            for (Future<Integer> each : threads.invokeAll(Collections.nCopies(100, counter))) {
                each.get();
            }
        }
        assertEquals(100, count[0]);
        assertThrows(
                IOException.class,
                () -> StateLock.holding(home, () -> {
                    throw new IOException("test");
                }));
        assertEquals(1, StateLock.holding(home, () -> 1));
    }
}
