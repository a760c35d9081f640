package io.codex4j.toolkit;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Find out how long a server asks to wait. Loaded only once something has failed. */
final class RetryHints {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Such as "try again in 1.2s", "in 20 ms", "in 6m0s", "in 3 seconds". */
    private static final Pattern IN_TEXT = Pattern.compile(
            "try again in ((?:\\d{1,9}(?:\\.\\d{1,9})? ?(?:ms|milliseconds?|seconds?|minutes?|hours?|s|m|h)\\b ?|"
                    + "\\d{1,9}(?:\\.\\d{1,9})?[hms](?=\\d))+)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern PART =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?) ?(ms|milli|h|m|s)", Pattern.CASE_INSENSITIVE);

    private RetryHints() {}

    /** Return the wait that the headers ask for, else the one that the text asks for. */
    static Optional<Duration> in(HttpHeaders headers, String text, Clock clock) {
        return headers.firstValue("retry-after-ms")
                .flatMap(value -> amount(value, 1))
                .or(() -> headers.firstValue("retry-after").flatMap(value -> retryAfter(value, clock)))
                .or(() -> inText(text));
    }

    /** Return the wait that a message for people asks for. */
    static Optional<Duration> inText(String text) {
        Matcher hint = IN_TEXT.matcher(text);
        if (!hint.find()) {
            return Optional.empty();
        }
        double millis = 0;
        Matcher part = PART.matcher(hint.group(1));
        while (part.find()) {
            millis += Double.parseDouble(part.group(1)) * millisOf(part.group(2));
        }
        return Optional.of(bounded(millis));
    }

    private static double millisOf(String unit) {
        return switch (unit.charAt(0)) {
            case 'h', 'H' -> 3_600_000;
            case 's', 'S' -> 1_000;
            default -> unit.length() > 1 ? 1 : 60_000;
        };
    }

    private static Optional<Duration> retryAfter(String value, Clock clock) {
        Optional<Duration> seconds = amount(value, 1_000);
        if (seconds.isPresent()) {
            return seconds;
        }
        try {
            Instant date = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(
                    bounded((double) Duration.between(clock.instant(), date).toMillis()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> amount(String value, double unitMillis) {
        try {
            double amount = Double.parseDouble(value.strip());
            return Double.isNaN(amount) ? Optional.empty() : Optional.of(bounded(amount * unitMillis));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(double millis) {
        return Duration.ofMillis((long) Math.clamp(millis, 0.0, (double) LONGEST.toMillis()));
    }
}
