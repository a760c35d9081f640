package io.codex4j.toolkit;

import io.codex4j.api.model.RateLimits;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;

/** Read the headers by which a server tells how much of an allowance is used; what is no number is left out. */
final class RateLimitHeaders {
    private static final String PREFIX = "x-codex-";

    private RateLimitHeaders() {}

    static Optional<RateLimits> read(HttpHeaders headers) {
        Optional<RateLimits.Window> primary = window(headers, PREFIX + "primary-");
        Optional<RateLimits.Window> secondary = window(headers, PREFIX + "secondary-");
        return primary.isEmpty() && secondary.isEmpty()
                ? Optional.empty()
                : Optional.of(new RateLimits(primary, secondary));
    }

    private static Optional<RateLimits.Window> window(HttpHeaders headers, String prefix) {
        Optional<String> used = headers.firstValue(prefix + "used-percent");
        if (used.isEmpty()) {
            return Optional.empty();
        }
        try {
            double percent = Double.parseDouble(used.get().strip());
            if (!Double.isFinite(percent)) {
                return Optional.empty();
            }
            return Optional.of(new RateLimits.Window(
                    percent, integer(headers, prefix + "window-minutes"), integer(headers, prefix + "reset-at")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong integer(HttpHeaders headers, String name) {
        try {
            return headers.firstValueAsLong(name);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
