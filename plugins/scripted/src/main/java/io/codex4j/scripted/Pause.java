package io.codex4j.scripted;

import io.codex4j.api.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Wait, until the time is over, the work is cancelled or the stream is closed. Safe for use by several threads. */
final class Pause implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Cancellation.Registration registration;

    Pause(Cancellation cancellation) {
        registration = cancellation.onCancel(over::countDown);
    }

    /** Wait for a time, and tell whether the work ended meanwhile or before; an interrupted thread ends it, too. */
    boolean isOverWithin(Duration time) {
        try {
            return over.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        registration.close();
        over.countDown();
    }
}
