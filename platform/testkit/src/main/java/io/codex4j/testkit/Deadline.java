package io.codex4j.testkit;

import java.time.Duration;

/** A moment until which something may take. */
final class Deadline {
    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** Return what is left of the time, at least one millisecond, so that it can be waited for. */
    long millisLeft() {
        return Math.max(1, (end - System.nanoTime()) / 1_000_000);
    }
}
