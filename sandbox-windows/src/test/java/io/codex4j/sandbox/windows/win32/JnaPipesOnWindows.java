package io.codex4j.sandbox.windows.win32;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.windows.win32.Pipes.Direction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JnaPipesOnWindows {
    private static final String ANYBODY = "D:(A;;GA;;;WD)";

    private final Pipes pipes = new JnaPipes();
    private final String name = "\\\\.\\pipe\\codex-test-" + Long.toHexString(new Random().nextLong());

    @Test
    void carriesBytesFromServerToClient() throws Exception {
        Handle server = pipes.createServer(name, Direction.OUT, ANYBODY);
        Handle client = pipes.openClient(name, Direction.IN);
        pipes.connect(server);
        byte[] sent = bytes(300_000);

        FutureTask<Void> writer = onThread(() -> {
            pipes.write(server, sent, 0, sent.length);
            pipes.close(server);
            return null;
        });
        byte[] received = readAll(client);
        writer.get();

        assertArrayEquals(sent, received);
        pipes.close(client);
    }

    @Test
    void carriesBytesFromClientToServer() throws Exception {
        Handle server = pipes.createServer(name, Direction.IN, ANYBODY);
        FutureTask<Handle> client = onThread(() -> pipes.openClient(name, Direction.OUT));
        pipes.connect(server);
        byte[] sent = "?hello!".getBytes(StandardCharsets.UTF_8);
        pipes.write(client.get(), sent, 1, 5);

        assertEquals(5, pipes.available(server));
        byte[] target = new byte[10];
        assertEquals(5, pipes.read(server, target, 2, 8));
        assertEquals("\0\0hello\0\0\0", new String(target, StandardCharsets.UTF_8));

        pipes.close(client.get());
        assertEquals(-1, pipes.read(server, target, 0, 1));
        pipes.close(server);
    }

    @Test
    void knowsTheProcessOfTheClient() throws Exception {
        Handle server = pipes.createServer(name, Direction.IN, ANYBODY);
        Handle client = pipes.openClient(name, Direction.OUT);
        pipes.connect(server);

        assertEquals(ProcessHandle.current().pid(), Integer.toUnsignedLong(pipes.clientProcess(server)));

        pipes.close(client);
        pipes.close(server);
    }

    @Test
    void neverJoinsAPipeThatIsThereAlready() throws Exception {
        Handle first = pipes.createServer(name, Direction.IN, ANYBODY);

        Win32Exception refusal =
                assertThrows(Win32Exception.class, () -> pipes.createServer(name, Direction.IN, ANYBODY));

        assertEquals("CreateNamedPipeW", refusal.function());
        assertTrue(
                refusal.code() == Win32Exception.ERROR_ACCESS_DENIED
                        || refusal.code() == Win32Exception.ERROR_PIPE_BUSY,
                refusal.getMessage());
        pipes.close(first);
    }

    @Test
    void takesASingleClient() throws Exception {
        Handle server = pipes.createServer(name, Direction.IN, ANYBODY);
        Handle client = pipes.openClient(name, Direction.OUT);

        Win32Exception refusal = assertThrows(Win32Exception.class, () -> pipes.openClient(name, Direction.OUT));

        assertEquals(Win32Exception.ERROR_PIPE_BUSY, refusal.code());
        pipes.close(client);
        pipes.close(server);
    }

    @Test
    void reportsAPipeThatDoesNotExist() {
        Win32Exception refusal = assertThrows(Win32Exception.class, () -> pipes.openClient(name, Direction.IN));

        assertEquals(Win32Exception.ERROR_FILE_NOT_FOUND, refusal.code());
    }

    @Test
    void refusesRightsThatCannotBeRead() {
        assertThrows(Win32Exception.class, () -> pipes.createServer(name, Direction.IN, "no rights"));
    }

    @Test
    void cancelsAConnect() throws Exception {
        Handle server = pipes.createServer(name, Direction.IN, ANYBODY);

        assertCancelled(() -> {
            pipes.connect(server);
            return null;
        });

        pipes.close(server);
    }

    @Test
    void cancelsARead() throws Exception {
        Pipes.Ends ends = pipes.create();

        assertCancelled(() -> pipes.read(ends.read(), new byte[1], 0, 1));

        pipes.close(ends.read());
        pipes.close(ends.write());
    }

    @Test
    void cancelsAWriteThatNobodyReads() throws Exception {
        Handle server = pipes.createServer(name, Direction.OUT, ANYBODY);
        Handle client = pipes.openClient(name, Direction.IN);
        pipes.connect(server);

        assertCancelled(() -> {
            pipes.write(server, new byte[1_000_000], 0, 1_000_000);
            return null;
        });

        pipes.close(client);
        pipes.close(server);
    }

    @Test
    void cancellingAThreadThatDoesNotWaitDoesNothing() throws Exception {
        Handle thread = pipes.currentThread();

        pipes.cancel(thread);

        pipes.close(thread);
    }

    @Test
    void writingToAPipeThatNobodyHoldsFails() throws Exception {
        Pipes.Ends ends = pipes.create();
        pipes.close(ends.read());

        Win32Exception refusal = assertThrows(Win32Exception.class, () -> pipes.write(ends.write(), new byte[1], 0, 1));

        assertTrue(
                refusal.code() == Win32Exception.ERROR_NO_DATA || refusal.code() == Win32Exception.ERROR_BROKEN_PIPE,
                refusal.getMessage());
        pipes.close(ends.write());
    }

    @Test
    void anAnonymousPipeEndsWhenItsWriterCloses() throws Exception {
        Pipes.Ends ends = pipes.create();
        pipes.write(ends.write(), new byte[] {7}, 0, 1);
        pipes.close(ends.write());

        assertArrayEquals(new byte[] {7}, readAll(ends.read()));
        pipes.close(ends.read());
    }

    /** Cancel a call as long as it has not noticed: at first it may not wait yet. */
    private void assertCancelled(Callable<?> waiting) throws Exception {
        CompletableFuture<Handle> thread = new CompletableFuture<>();
        FutureTask<Object> call = onThread(() -> {
            thread.complete(pipes.currentThread());
            return waiting.call();
        });
        while (!call.isDone()) {
            pipes.cancel(thread.get());
            Thread.sleep(5);
        }
        ExecutionException failure = assertThrows(ExecutionException.class, call::get);
        Win32Exception cause = (Win32Exception) failure.getCause();
        assertEquals(Win32Exception.ERROR_OPERATION_ABORTED, cause.code());
        pipes.close(thread.get());
    }

    private byte[] readAll(Handle pipe) throws Win32Exception {
        byte[] all = new byte[1_000_000];
        int count = 0;
        for (int read = 0; read >= 0; read = pipes.read(pipe, all, count, all.length - count)) {
            count += read;
        }
        return Arrays.copyOf(all, count);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static <T> FutureTask<T> onThread(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }
}
