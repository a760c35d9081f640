package io.codex4j.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.CancellationSource;
import io.codex4j.api.model.ModelFailure;
import io.codex4j.api.model.ModelFailure.Kind;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "try again in 1.2s,1200",
        "Please try again in 20ms.,20",
        "Try Again In 3 seconds.,3000",
        "try again in 1 second,1000",
        "try again in 6m0s,360000",
        "try again in 1h2m3.5s,3723500",
        "try again in 2m,120000",
        "try again in 5 minutes,300000",
        "try again in 0s,0",
        "try again in 999999h,86400000",
    })
    void findsAHintInAMessage(String message, long millis) {
        assertEquals(Optional.of(Duration.ofMillis(millis)), RetryHints.inText("Limit reached; " + message + " Bye."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "try again",
                "try again in a while",
                "try again in 5",
                "try again in s",
                "try again in 5 sheep"
            })
    void findsNoHintWhereThereIsNone(String message) {
        assertEquals(Optional.empty(), RetryHints.inText(message));
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after,2,2000",
        "Retry-After,1.5,1500",
        "retry-after,0,0",
        "retry-after,-5,0",
        "retry-after,1e30,86400000",
        "retry-after,'Mon, 23 Nov 2026 12:00:30 GMT',30000",
        "retry-after,'Mon, 23 Nov 2026 11:00:00 GMT',0",
        "retry-after-ms,250,250",
    })
    void findsAHintInAHeader(String name, String value, long millis) {
        HttpHeaders headers = headers(Map.of(name, value));
        assertEquals(Optional.of(Duration.ofMillis(millis)), RetryHints.in(headers, "", NOON));
    }

    @Test
    void theFinerHeaderWinsAndThenTheMessage() {
        HttpHeaders both = headers(Map.of("retry-after", "9", "retry-after-ms", "10"));
        assertEquals(Optional.of(Duration.ofMillis(10)), RetryHints.in(both, "try again in 5s", NOON));
        HttpHeaders rubbish = headers(Map.of("retry-after", "soon", "retry-after-ms", "NaN"));
        assertEquals(Optional.of(Duration.ofSeconds(5)), RetryHints.in(rubbish, "try again in 5s", NOON));
    }

    @Test
    void theWaitDoublesGiveOrTakeATenth() {
        RetryPolicy policy = new RetryPolicy(100);
        ModelFailure failure = ModelFailure.of(Kind.SERVER_ERROR, "x");
        long expected = 200;
        for (int retries = 0; retries < 8; retries++) {
            long millis = policy.next(retries, failure).orElseThrow().toMillis();
            assertTrue(millis >= expected * 0.9 - 1 && millis <= expected * 1.1 + 1, retries + ": " + millis);
            expected *= 2;
        }
        assertTrue(policy.next(99, failure).orElseThrow().compareTo(Duration.ofSeconds(60)) < 0);
    }

    @Test
    void thereAreAsManyRetriesAsAreAllowed() {
        ModelFailure failure = ModelFailure.of(Kind.CONNECTION, "x");
        assertTrue(new RetryPolicy(2).next(1, failure).isPresent());
        assertEquals(Optional.empty(), new RetryPolicy(2).next(2, failure));
        assertEquals(Optional.empty(), new RetryPolicy(0).next(0, failure));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CONNECTION", "SERVER_ERROR"})
    void onlyTroubleThatPassesIsRetriedSilently(Kind kind) {
        assertEquals(Optional.empty(), new RetryPolicy(9).next(0, ModelFailure.of(kind, "x")));
    }

    @Test
    void theServersWishCountsUnlessItIsTooLongToWaitInSilence() {
        RetryPolicy policy = new RetryPolicy(9);
        assertEquals(
                Optional.of(Duration.ofSeconds(7)),
                policy.next(0, new ModelFailure(Kind.SERVER_ERROR, "x", Optional.of(Duration.ofSeconds(7)))));
        assertEquals(
                Optional.empty(),
                policy.next(0, new ModelFailure(Kind.SERVER_ERROR, "x", Optional.of(Duration.ofHours(1)))));
    }

    @Test
    void aPauseEndsWithTheCancellation() throws InterruptedException {
        CancellationSource source = new CancellationSource();
        assertTrue(RetryPolicy.pause(Duration.ofMillis(1), source));
        Thread canceller = Thread.startVirtualThread(source::cancel);
        long begin = System.nanoTime();
        assertFalse(RetryPolicy.pause(Duration.ofMinutes(5), source));
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(30).toNanos());
        canceller.join();
    }

    private static HttpHeaders headers(Map<String, String> values) {
        Map<String, List<String>> lists = new TreeMap<>();
        values.forEach((name, value) -> lists.put(name, List.of(value)));
        return HttpHeaders.of(lists, (name, value) -> true);
    }
}
