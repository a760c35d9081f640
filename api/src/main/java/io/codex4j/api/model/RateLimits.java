package io.codex4j.api.model;

import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * Tell how much of an account's allowance is used.
 *
 * @param primary the short window
 * @param secondary the long window
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record RateLimits(Optional<Window> primary, Optional<Window> secondary) {
    /**
     * One window of time with an allowance.
     *
     * @param usedPercent how much is used, 0 to 100
     * @param windowMinutes length of the window
     * @param resetsAt second of the epoch at which it starts anew
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public record Window(double usedPercent, OptionalLong windowMinutes, OptionalLong resetsAt) {}
}
