package io.codex4j.sandbox.windows.runner;

import static io.codex4j.sandbox.windows.runner.FakeRunners.afterRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.windows.runner.RunnerPool.AccountSource;
import io.codex4j.sandbox.windows.setup.Preparations.Account;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunnerPoolTest {
    private static final Optional<Account> OFFLINE = account("offline", "S-1-1");
    private static final Optional<Account> ONLINE = account("online", "S-1-2");
    private static final FakeRunners.Behaviour PATIENT = link -> link.open().hear();

    private final FakeRunners runners = new FakeRunners();
    private final RunnerPool pool = pool(Duration.ZERO, Duration.ZERO);

    private RunnerPool pool(Duration refillDelay, Duration usefulLife) {
        RunnerLauncher launcher = new RunnerLauncher(
                runners, runners.pipes, () -> "S-1-5-7", () -> new RunnerProgram("runner.exe", List.of(), "C:\\"));
        return new RunnerPool(launcher, refillDelay, usefulLife);
    }

    private static Optional<Account> account(String name, String sid) {
        return Optional.of(new Account(name, sid, "secret".toCharArray()));
    }

    @AfterEach
    void closingEndsAllRunners() throws Exception {
        pool.close();
        await(() -> runners.running() == 0);
        await(() -> runners.open() == 0);
    }

    @Test
    void anIdleRunnerIsTaken() throws Exception {
        runners.behaviours.add(PATIENT);
        warm(OFFLINE);

        RunnerProcess taken = pool.take(OFFLINE);

        assertTrue(taken.isIdle());
        assertEquals(1, runners.started());
    }

    @Test
    void oneIsStartedWhereNoneIsIdle() throws Exception {
        runners.behaviours.add(PATIENT);

        assertNotSame(pool.take(OFFLINE), pool.take(OFFLINE));
        assertEquals(2, runners.started());
    }

    @Test
    void oneThatIsOnItsWayIsWaitedFor() throws Exception {
        CountDownLatch opens = new CountDownLatch(1);
        runners.behaviours.add(link -> {
            opens.await();
            link.open().hear();
        });
        pool.warm(() -> OFFLINE);
        await(() -> runners.started() == 1);
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            opens.countDown();
        });

        pool.take(OFFLINE);

        assertEquals(1, runners.started());
    }

    @Test
    void accountsHaveRunnersOfTheirOwn() throws Exception {
        runners.behaviours.add(PATIENT);
        warm(OFFLINE);
        warm(ONLINE);

        RunnerProcess offline = pool.take(OFFLINE);
        RunnerProcess online = pool.take(ONLINE);

        assertNotSame(offline, online);
        assertEquals(2, runners.started());
        assertEquals(
                List.of("offline", "online"),
                runners.calls.stream()
                        .map(call -> call.replaceAll(".*user=(\\w+),.*", "$1"))
                        .toList());
    }

    @Test
    void warmingTwiceStartsOne() throws Exception {
        runners.behaviours.add(PATIENT);
        warm(OFFLINE);
        pool.warm(() -> OFFLINE);
        Thread.sleep(30);

        assertEquals(1, runners.started());
    }

    @Test
    void aDeadOneIsReplacedAndNeverHandedOut() throws Exception {
        CountDownLatch dies = new CountDownLatch(1);
        runners.behaviours.add(link -> {
            link.open();
            dies.await();
        });
        runners.behaviours.add(PATIENT);
        warm(OFFLINE);
        dies.countDown();
        await(() -> runners.started() == 2);

        assertTrue(pool.take(OFFLINE).isIdle());
        assertEquals(2, runners.started());
    }

    @Test
    void oneThatSpeaksUnaskedIsEnded() throws Exception {
        CountDownLatch speaks = new CountDownLatch(1);
        runners.behaviours.add(link -> {
            link.open();
            speaks.await();
            link.ready();
            FakeRunners.Link.sleep();
        });
        runners.behaviours.add(PATIENT);
        warm(OFFLINE);
        speaks.countDown();
        await(() -> runners.started() == 2);

        assertTrue(pool.take(OFFLINE).isIdle());
    }

    @Test
    void oneThatDiesYoungIsNotReplaced() throws Exception {
        try (RunnerPool careful = pool(Duration.ZERO, Duration.ofMinutes(1))) {
            runners.behaviours.add(FakeRunners.Link::open);
            careful.warm(() -> OFFLINE);
            await(() -> runners.started() == 1 && runners.open() == 0);
            Thread.sleep(50);

            assertEquals(1, runners.started());
        }
    }

    @Test
    void aFailedStartIsToldToWhoeverNeedsIt() throws Exception {
        runners.startFailures.add(1326);
        runners.behaviours.add(PATIENT);
        pool.warm(() -> OFFLINE);
        await(runners.startFailures::isEmpty);
        runners.startFailures.add(5);

        RunnerFailure failure = assertThrows(RunnerFailure.class, () -> pool.take(OFFLINE));

        assertTrue(String.valueOf(failure.getMessage()).endsWith("failed: 5"), failure.getMessage());
    }

    @Test
    void aStartThatBreaksKeepsNobodyWaiting() throws Exception {
        RunnerLauncher broken = new RunnerLauncher(runners, runners.pipes, () -> "S-1-5-7", () -> {
            throw new IllegalStateException("broken");
        });
        try (RunnerPool none = new RunnerPool(broken, Duration.ZERO, Duration.ZERO)) {
            none.warm(() -> OFFLINE);
            assertThrows(IllegalStateException.class, () -> none.take(OFFLINE));
            assertThrows(IllegalStateException.class, () -> none.take(OFFLINE));
        }
    }

    @Test
    void anAccountThatCannotBeFoundOutStartsNothing() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AccountSource failing = () -> {
            asked.incrementAndGet();
            throw new SandboxException(SandboxException.Reason.SETUP_FAILED, "no set-up yet");
        };
        pool.warm(failing);
        await(() -> asked.get() == 1);

        assertEquals(0, runners.started());
    }

    @Test
    void theNextOneIsStartedOnlyAfterAWhile() throws Exception {
        runners.behaviours.add(PATIENT);
        try (RunnerPool slow = pool(Duration.ofMillis(300), Duration.ZERO)) {
            slow.warmLater(() -> OFFLINE);
            Thread.sleep(100);
            assertEquals(0, runners.started());
            await(() -> runners.started() == 1);
        }
    }

    @Test
    void aDiscardedOneIsEnded() throws Exception {
        runners.behaviours.add(PATIENT);
        warm(OFFLINE);

        pool.discard(OFFLINE);

        await(() -> runners.running() == 0);
        assertEquals(1, runners.started());
    }

    @Test
    void closingEndsIdleOnesAndTakenOnesAndThoseOnTheirWay() throws Exception {
        runners.behaviours.add(PATIENT);
        RunnerProcess taken = pool.take(OFFLINE);
        warm(OFFLINE);
        runners.behaviours.clear();
        runners.behaviours.add(link -> FakeRunners.Link.sleep());
        pool.warm(() -> ONLINE);
        await(() -> runners.started() == 3);

        long begin = System.nanoTime();
        pool.close();

        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(5).toNanos());
        assertFalse(taken.isIdle());
        await(() -> runners.running() == 0);
    }

    @Test
    void nothingIsStartedAfterClosing() throws Exception {
        runners.behaviours.add(PATIENT);
        pool.close();
        pool.warm(() -> OFFLINE);
        pool.warmLater(() -> OFFLINE);
        Thread.sleep(50);

        assertEquals(0, runners.started());
    }

    @Test
    void aThousandSessionsLeaveNothingBehind() throws Exception {
        runners.behaviours.add(afterRequest(link -> link.ready().output("x").exit(0)));
        int threads = Thread.activeCount();
        for (int index = 0; index < 1000; index++) {
            RunnerProcess runner = pool.take(OFFLINE);
            try (SessionProcess session = runner.serve(SpawnTest.request("x"))) {
                session.awaitReady(Duration.ofSeconds(20));
                assertEquals(0, session.waitFor());
            }
        }
        await(() -> runners.open() == 0 && runners.running() == 0);
        await(() -> Thread.activeCount() <= threads + 2);
    }

    @Test
    void aRunnerServesOneSessionOnly() throws Exception {
        runners.behaviours.add(PATIENT);
        RunnerProcess runner = pool.take(OFFLINE);
        runner.serve(SpawnTest.request("x"));

        assertThrows(RunnerFailure.class, () -> runner.serve(SpawnTest.request("x")));
        assertFalse(runner.isIdle());
    }

    /** Warm, and wait until it is there. */
    private void warm(Optional<Account> account) throws InterruptedException {
        int before = runners.pipes.opened();
        pool.warm(() -> account);
        await(() -> runners.pipes.opened() == before + 2);
        Thread.sleep(20);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "it never came true");
            Thread.sleep(2);
        }
    }
}
