package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.StandardStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * A running bubblewrap: the process that we started watches another one, the first of its pid namespace, whose end is
 * the end of everything in the sandbox.
 *
 * <p>The watcher ends as soon as the program does, and is then followed by the first process, and that by what else is
 * left. Who has places held must wait for that.
 */
final class BubblewrapProcess extends JdkProcess {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long POLL_NANOS = 250_000;
    /** Exit codes above this tell that a signal ended the program, or its watcher. */
    private static final int SIGNALLED = 128;

    private final MountPlan plan;
    private final String mark;
    private volatile Optional<ProcessEntry> first = Optional.empty();

    BubblewrapProcess(Process process, StandardStreams streams, MountPlan plan, String mark) {
        super(process, streams);
        this.plan = plan;
        this.mark = mark;
    }

    /**
     * Find out who is the first process while the watcher, which knows, is alive. It takes a moment; meanwhile
     * bubblewrap prepares the sandbox.
     */
    void findFirst() {
        long start = System.nanoTime();
        while (first.isEmpty() && isRunning() && System.nanoTime() - start < PATIENCE_NANOS) {
            first = child(pid()).flatMap(ProcessEntry::of);
            if (first.isEmpty()) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    private static Optional<Long> child(long pid) {
        String children = children(pid);
        int end = children.indexOf(' ');
        return end < 0 ? Optional.empty() : Optional.of(Long.valueOf(children.substring(0, end)));
    }

    /** Return the ids of the children, each followed by a space, or another text if they cannot be told. */
    private static String children(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"));
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** The program is in the session and the process group of the first process. */
    @Override
    OptionalInt interruptGroup() {
        findFirst();
        return first.isPresent() ? OptionalInt.of((int) first.get().pid()) : OptionalInt.empty();
    }

    /**
     * Killing the watcher is not enough while the sandbox is being set up: what it watches has not asked yet to die
     * with it. All of them carry the mark in their arguments.
     */
    @Override
    void killAll() {
        if (isRunning() || code() > SIGNALLED) {
            process().destroyForcibly();
            MarkedProcesses.kill(mark);
        }
    }

    @Override
    void tidy() {
        if (plan.holdsPlaces()) {
            plan.release(first.isPresent() && Uninterruptibly.call(() -> becomesLonely(first.get())));
        }
    }

    private static boolean becomesLonely(ProcessEntry process) throws InterruptedException {
        long start = System.nanoTime();
        while (!isLonely(process)) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                return false;
            }
            Thread.sleep(1);
        }
        return true;
    }

    /**
     * Tell whether nothing but the first process can be alive in the sandbox. Every other process there descends from
     * it, and the kernel gives it the orphans before it takes away the dead; and it becomes a zombie only when all
     * others are gone.
     */
    private static boolean isLonely(ProcessEntry process) {
        if (children(process.pid()).isEmpty()) {
            return true;
        }
        Optional<ProcessEntry> now = ProcessEntry.of(process.pid());
        return now.isEmpty() || now.get().isDead() || now.get().startTicks() != process.startTicks();
    }
}
