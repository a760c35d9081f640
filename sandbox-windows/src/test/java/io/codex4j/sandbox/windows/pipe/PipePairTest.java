package io.codex4j.sandbox.windows.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.MemoryPipes;
import io.codex4j.sandbox.windows.win32.Pipes;
import io.codex4j.sandbox.windows.win32.Pipes.Direction;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PipePairTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int CLIENT = 42;

    private final MemoryPipes pipes = new MemoryPipes();

    @Test
    void madeForOneUserWithNamesThatTellTheDirection() throws Exception {
        try (PipePair pair = PipePair.create(pipes, "S-1-5-7")) {
            assertEquals(2, pipes.made.size());
            String name = pipes.made.get(0).replaceAll("-in OUT .*", "");
            assertTrue(name.matches("\\\\\\\\\\.\\\\pipe\\\\codex-runner-[0-9a-f]{1,32}"), name);
            assertEquals(
                    List.of(name + "-in OUT D:(A;;GA;;;S-1-5-7)", name + "-out IN D:(A;;GA;;;S-1-5-7)"), pipes.made);
            assertEquals(List.of("--pipe-in=" + name + "-in", "--pipe-out=" + name + "-out"), pair.arguments());
        }
        assertEquals(0, pipes.open());
    }

    @Test
    void noNameIsUsedTwice() throws Exception {
        try (PipePair first = PipePair.create(pipes, "S-1-5-7");
                PipePair second = PipePair.create(pipes, "S-1-5-7")) {
            assertNotEquals(first.arguments(), second.arguments());
        }
    }

    @Test
    void carriesBytesBothWays() throws Exception {
        try (PipePair pair = PipePair.create(pipes, "S-1-5-7")) {
            FutureTask<String> client = client(pair, CLIENT, (in, out) -> {
                byte[] heard = new byte[4];
                int count = pipes.read(in, heard, 0, 4);
                pipes.write(out, "pong".getBytes(StandardCharsets.UTF_8), 0, 4);
                return new String(heard, 0, count, StandardCharsets.UTF_8);
            });
            pair.connect(CLIENT, () -> false, LONG);
            pair.output().write("ping".getBytes(StandardCharsets.UTF_8));

            assertEquals("ping", client.get());
            assertArrayEquals(
                    "pong".getBytes(StandardCharsets.UTF_8), pair.input().readAllBytes());
        }
        assertEquals(0, pipes.open());
    }

    @Test
    void refusesAnotherProcess() throws Exception {
        PipePair pair = PipePair.create(pipes, "S-1-5-7");
        client(pair, 43, (in, out) -> "");

        IOException refusal = assertThrows(IOException.class, () -> pair.connect(CLIENT, () -> false, LONG));

        assertTrue(String.valueOf(refusal.getMessage()).contains("process 43"), refusal.getMessage());
        assertThrows(IOException.class, () -> pair.output().write(1));
    }

    @Test
    void refusesAnotherProcessOnTheSecondPipe() throws Exception {
        PipePair pair = PipePair.create(pipes, "S-1-5-7");
        List<String> names = names(pair);
        CountDownLatch done = new CountDownLatch(1);
        run(() -> pipes.as(CLIENT, () -> {
            pipes.openClient(names.get(0), Direction.IN);
            done.await();
            return "";
        }));
        run(() -> pipes.as(43, () -> {
            pipes.openClient(names.get(1), Direction.OUT);
            done.await();
            return "";
        }));

        assertThrows(IOException.class, () -> pair.connect(CLIENT, () -> false, LONG));
        done.countDown();
    }

    @Test
    void givesUpWhenNobodyComes() throws Exception {
        PipePair pair = PipePair.create(pipes, "S-1-5-7");

        IOException refusal =
                assertThrows(IOException.class, () -> pair.connect(CLIENT, () -> false, Duration.ofMillis(30)));

        assertTrue(String.valueOf(refusal.getMessage()).contains("did not open"), refusal.getMessage());
        assertEquals(0, pipes.open());
    }

    @Test
    void givesUpWhenTheClientHasEnded() throws Exception {
        PipePair pair = PipePair.create(pipes, "S-1-5-7");

        IOException refusal = assertThrows(IOException.class, () -> pair.connect(CLIENT, () -> true, LONG));

        assertTrue(String.valueOf(refusal.getMessage()).contains("ended before"), refusal.getMessage());
        assertEquals(0, pipes.open());
    }

    @Test
    void connectingCanBeInterrupted() throws Exception {
        PipePair pair = PipePair.create(pipes, "S-1-5-7");
        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> pair.connect(CLIENT, () -> false, LONG));

        assertEquals(0, pipes.open());
    }

    @Test
    void aNameThatSomebodyTookIsNotUsed() throws Exception {
        int[] codes = {
            Win32Exception.ERROR_ACCESS_DENIED, Win32Exception.ERROR_PIPE_BUSY, 0, Win32Exception.ERROR_PIPE_BUSY, 0, 0
        };
        AtomicInteger next = new AtomicInteger();
        pipes.refusal = name -> codes[next.getAndIncrement()];

        try (PipePair pair = PipePair.create(pipes, "S-1-5-7")) {
            assertEquals(codes.length, next.get());
            assertEquals(names(pair).get(0), pipes.made.get(1).replaceAll(" .*", ""));
        }
        assertEquals(0, pipes.open());
    }

    @Test
    void givesUpWhenEveryNameIsTaken() {
        pipes.refusal = name -> Win32Exception.ERROR_ACCESS_DENIED;

        assertThrows(Win32Exception.class, () -> PipePair.create(pipes, "S-1-5-7"));
    }

    @Test
    void anotherFailureIsNotTriedAgain() {
        AtomicInteger calls = new AtomicInteger();
        pipes.refusal = name -> calls.incrementAndGet() > 0 ? 8 : 0;

        assertThrows(Win32Exception.class, () -> PipePair.create(pipes, "S-1-5-7"));

        assertEquals(1, calls.get());
    }

    @Test
    void closingEndsAReadThatWaits() throws Exception {
        Pipes.Ends ends = pipes.create();
        PipeInput input = new PipeInput(pipes, ends.read());
        FutureTask<Integer> read = run(input::read);
        Thread.sleep(20);

        input.close();

        assertThrows(ExecutionException.class, read::get);
        pipes.close(ends.write());
        assertEquals(0, pipes.open());
    }

    @Test
    void closingEndsAWriteThatNobodyReads() throws Exception {
        Pipes.Ends ends = pipes.create();
        PipeOutput output = new PipeOutput(pipes, ends.write());
        FutureTask<Integer> write = run(() -> {
            output.write(new byte[1_000_000]);
            return 0;
        });
        Thread.sleep(20);

        output.close();

        assertThrows(ExecutionException.class, write::get);
        pipes.close(ends.read());
        assertEquals(0, pipes.open());
    }

    @Test
    void aClosedPipeTakesNoCalls() throws Exception {
        Pipes.Ends ends = pipes.create();
        PipeInput input = new PipeInput(pipes, ends.read());
        input.close();
        input.close();

        assertThrows(IOException.class, input::read);
        pipes.close(ends.write());
        assertEquals(0, pipes.open());
    }

    private interface Client {
        String run(Handle in, Handle out) throws Exception;
    }

    private FutureTask<String> client(PipePair pair, int process, Client client) {
        List<String> names = names(pair);
        return run(() -> pipes.as(
                process,
                () -> client.run(
                        pipes.openClient(names.get(0), Direction.IN), pipes.openClient(names.get(1), Direction.OUT))));
    }

    private static List<String> names(PipePair pair) {
        return pair.arguments().stream()
                .map(argument -> argument.substring(argument.indexOf('=') + 1))
                .toList();
    }

    private static <T> FutureTask<T> run(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }
}
