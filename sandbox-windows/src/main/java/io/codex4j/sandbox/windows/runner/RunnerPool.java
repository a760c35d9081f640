package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.windows.setup.Preparations.Account;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Keep one idle command runner for each account, started before there is a command for it: the start of a JVM is not on the
 * way of a command. Safe for several threads.
 */
final class RunnerPool implements AutoCloseable {
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final RunnerLauncher launcher;
    private final Duration refillDelay;

    /** An idle runner that dies younger than this would do so again, so it is not replaced. */
    private final Duration usefulLife;

    private final Map<String, Idle> idle = new HashMap<>();
    private final Set<RunnerProcess> runners = new HashSet<>();
    private boolean closed;

    /** Says, at any time, whom runners are to run as. */
    interface AccountSource {
        Optional<Account> get() throws SandboxException;
    }

    private record Idle(
            AccountSource source, Thread starter, CompletableFuture<RunnerProcess> runner, long sinceNanos) {}

    /**
     * Make an empty pool.
     *
     * @param refillDelay how long after a runner was taken the next one is started: a program that runs one command and
     *     ends is to be spared that
     */
    RunnerPool(RunnerLauncher launcher, Duration refillDelay, Duration usefulLife) {
        this.launcher = launcher;
        this.refillDelay = refillDelay;
        this.usefulLife = usefulLife;
    }

    /** Take the idle runner, or start one. */
    RunnerProcess take(Optional<Account> account) throws RunnerFailure, InterruptedException {
        Idle waiting;
        synchronized (this) {
            waiting = idle.remove(key(account));
        }
        if (waiting != null) {
            try {
                // One that is on its way is there sooner than another would be.
                RunnerProcess runner = waiting.runner().get();
                if (runner.isIdle()) {
                    return runner;
                }
                runner.terminate();
            } catch (ExecutionException e) {
                // The start below says what is wrong.
                return launchAndListen(account);
            }
        }
        return launchAndListen(account);
    }

    private RunnerProcess launchAndListen(Optional<Account> account) throws RunnerFailure, InterruptedException {
        RunnerProcess runner = launch(account);
        runner.listen(() -> ended(runner));
        return runner;
    }

    /** Start a runner in the background if none is idle; returns at once. */
    void warm(AccountSource source) {
        Thread.ofPlatform().daemon().name("runner-start").start(() -> {
            try {
                Optional<Account> account = source.get();
                fill(source, account);
                account.ifPresent(known -> Arrays.fill(known.password(), '\0'));
            } catch (SandboxException e) {
                // It was not asked for yet. The command that needs it is told.
                return;
            }
        });
    }

    private void fill(AccountSource source, Optional<Account> account) {
        CompletableFuture<RunnerProcess> runner = new CompletableFuture<>();
        Idle entry = new Idle(source, Thread.currentThread(), runner, System.nanoTime());
        synchronized (this) {
            if (closed || idle.putIfAbsent(key(account), entry) != null) {
                return;
            }
        }
        try {
            RunnerProcess started = launch(account);
            // In this order: one that has ended is looked for among those that came to life.
            runner.complete(started);
            started.listen(() -> ended(started));
        } catch (RunnerFailure | InterruptedException | RuntimeException | LinkageError e) {
            // Whatever went wrong: nobody waits for it any more, and the command that needs a runner meets it again.
            synchronized (this) {
                idle.remove(key(account), entry);
            }
            runner.completeExceptionally(e);
        }
    }

    /** Start a runner some time from now, if none is idle then. */
    void warmLater(AccountSource source) {
        Thread.ofVirtual().name("runner-refill").start(() -> {
            try {
                Thread.sleep(refillDelay);
                warm(source);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private RunnerProcess launch(Optional<Account> account) throws RunnerFailure, InterruptedException {
        RunnerProcess runner = launcher.launch(account);
        synchronized (this) {
            runners.add(runner);
            if (closed) {
                runner.terminate();
            }
        }
        return runner;
    }

    /** Forget a runner that has ended, and replace it if it was idle. */
    private void ended(RunnerProcess runner) {
        Optional<AccountSource> replaceable = Optional.empty();
        synchronized (this) {
            runners.remove(runner);
            for (Map.Entry<String, Idle> entry : List.copyOf(idle.entrySet())) {
                Idle waiting = entry.getValue();
                if (waiting.runner().getNow(null) == runner) {
                    idle.remove(entry.getKey());
                    boolean useful = System.nanoTime() - waiting.sinceNanos() >= usefulLife.toNanos();
                    replaceable = useful && !closed ? Optional.of(waiting.source()) : Optional.empty();
                }
            }
        }
        replaceable.ifPresent(this::warm);
    }

    /** End the idle runner of an account. */
    void discard(Optional<Account> account) throws InterruptedException {
        Idle waiting;
        synchronized (this) {
            waiting = idle.remove(key(account));
        }
        if (waiting != null) {
            waiting.starter().interrupt();
            try {
                waiting.runner().get().terminate();
            } catch (ExecutionException e) {
                // It never came to life.
                return;
            }
        }
    }

    /** End all runners and what they run, and wait for that. */
    @Override
    public void close() {
        List<Idle> starting;
        synchronized (this) {
            closed = true;
            starting = new ArrayList<>(idle.values());
            idle.clear();
        }
        for (Idle entry : starting) {
            if (!entry.runner().isDone()) {
                entry.starter().interrupt();
            }
        }
        List<RunnerProcess> ending;
        synchronized (this) {
            ending = new ArrayList<>(runners);
        }
        ending.forEach(RunnerProcess::terminate);
        try {
            for (Idle entry : starting) {
                entry.starter().join(LONGEST_END);
            }
            for (RunnerProcess runner : ending) {
                runner.awaitFreed(LONGEST_END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String key(Optional<Account> account) {
        return account.map(Account::sid).orElse("");
    }
}
