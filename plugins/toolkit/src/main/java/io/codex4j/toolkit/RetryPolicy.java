package io.codex4j.toolkit;

import io.codex4j.api.Cancellation;
import io.codex4j.api.model.ModelFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;

/**
 * Say how often, and after what time, a request that failed is sent again without a word to anybody.
 *
 * <p>The wait is 200 ms, and twice as long each time, by up to a tenth more or less, so that many clients do not come
 * back in step. A wait that the server asks for takes its place.
 *
 * @param maxRetries how often a request is sent again
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record RetryPolicy(int maxRetries) {
    private static final long FIRST_MILLIS = 200;
    private static final int MAX_DOUBLINGS = 8;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    /**
     * Return how long to wait before the next try, or nothing if there is none to be made silently.
     *
     * @param retries how many retries there were already
     */
    public Optional<Duration> next(int retries, ModelFailure failure) {
        boolean transientError = switch (failure.kind()) {
            case CONNECTION, SERVER_ERROR -> true;
            case IDLE_TIMEOUT,
                    BROKEN_STREAM,
                    RATE_LIMITED,
                    INCOMPLETE,
                    INVALID_REQUEST,
                    UNAUTHENTICATED,
                    CONTEXT_TOO_LONG,
                    QUOTA_EXCEEDED,
                    CANCELLED -> false;
        };
        if (!transientError || retries >= maxRetries) {
            return Optional.empty();
        }
        return Optional.of(failure.retryAfter().orElseGet(() -> backOff(retries)))
                .filter(wait -> wait.compareTo(LONGEST_SILENCE) <= 0);
    }

    private static Duration backOff(int retries) {
        double exact = FIRST_MILLIS << Math.min(retries, MAX_DOUBLINGS);
        return Duration.ofMillis(Math.round(exact * ThreadLocalRandom.current().nextDouble(0.9, 1.1)));
    }

    /**
     * Wait, but no longer than until the cancellation.
     *
     * @return false if the work was cancelled
     * @throws InterruptedException if the thread was interrupted
     */
    static boolean pause(Duration wait, Cancellation cancellation) throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown);
        try {
            return !cancelled.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            registration.close();
        }
    }
}
