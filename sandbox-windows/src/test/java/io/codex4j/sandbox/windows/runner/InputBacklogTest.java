package io.codex4j.sandbox.windows.runner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class InputBacklogTest {
    @TempDir
    Path folder;

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void handsOutWhatItGotInOrder() throws Exception {
        try (InputBacklog backlog = new InputBacklog(folder, new InputBacklog.Limits(100, 1000))) {
            backlog.add(new byte[] {1});
            backlog.add(new byte[0]);
            backlog.add(new byte[] {2, 3});
            backlog.end();
            backlog.add(new byte[] {4});
            assertArrayEquals(new byte[] {1}, backlog.take());
            assertArrayEquals(new byte[] {2, 3}, backlog.take());
            assertNull(backlog.take());
            assertEquals(0, files());
        }
    }

    @Test
    void keepsOrderThroughMemoryAndFileAndRound() throws Exception {
        Random random = new Random(3);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (InputBacklog backlog = new InputBacklog(folder, new InputBacklog.Limits(50, 997))) {
            long waiting = 0;
            for (int round = 0; round < 4000; round++) {
                byte[] data = bytes(1 + random.nextInt(120), round);
                if (random.nextBoolean() && waiting + data.length <= 900) {
                    backlog.add(data);
                    sent.writeBytes(data);
                    waiting += data.length;
                } else if (waiting > 0) {
                    byte[] taken = backlog.take();
                    received.writeBytes(taken);
                    waiting -= taken.length;
                }
            }
            assertTrue(Files.walk(folder)
                            .filter(Files::isRegularFile)
                            .mapToLong(InputBacklogTest::size)
                            .sum()
                    <= 997);
            backlog.end();
            for (byte[] taken = backlog.take(); taken != null; taken = backlog.take()) {
                received.writeBytes(taken);
            }
        }
        assertArrayEquals(sent.toByteArray(), received.toByteArray());
        assertEquals(0, files());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void takesOnePieceOfAnySize() throws Exception {
        try (InputBacklog backlog = new InputBacklog(folder, new InputBacklog.Limits(10, 10))) {
            byte[] large = bytes(1000, 1);
            backlog.add(large);
            assertArrayEquals(large, backlog.take());
            assertEquals(0, files());
        }
    }

    @Test
    void refusesWhatHasNoPlace() throws Exception {
        try (InputBacklog backlog = new InputBacklog(folder, new InputBacklog.Limits(4, 8))) {
            backlog.add(bytes(4, 1));
            backlog.add(bytes(8, 2));
            IOException failure = assertThrows(IOException.class, () -> backlog.add(bytes(1, 3)));
            assertTrue(String.valueOf(failure.getMessage()).contains("were not read"), failure.getMessage());
        }
        try (InputBacklog backlog = new InputBacklog(folder.resolve("absent"), new InputBacklog.Limits(4, 8))) {
            backlog.add(bytes(4, 1));
            assertThrows(IOException.class, () -> backlog.add(bytes(1, 3)));
        }
    }

    @Test
    void dropsAllThatNobodyWants() throws Exception {
        try (InputBacklog backlog = new InputBacklog(folder, new InputBacklog.Limits(4, 8))) {
            backlog.add(bytes(4, 1));
            backlog.add(bytes(8, 2));
            backlog.discard();
            assertNull(backlog.take());
            backlog.add(bytes(1_000_000, 3));
            assertNull(backlog.take());
        }
    }

    @Test
    void wakesTheOneThatWaits() throws Exception {
        try (InputBacklog backlog = new InputBacklog(folder, InputBacklog.Limits.DEFAULT)) {
            FutureTask<byte[]> first = new FutureTask<>(backlog::take);
            Thread.ofPlatform().daemon().start(first);
            Thread.sleep(30);
            backlog.add(new byte[] {9});
            assertArrayEquals(new byte[] {9}, first.get());
            FutureTask<byte[]> last = new FutureTask<>(backlog::take);
            Thread.ofPlatform().daemon().start(last);
            Thread.sleep(30);
            backlog.end();
            assertNull(last.get());
        }
    }
}
