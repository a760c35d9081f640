package io.codex4j.sandbox;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * Bound what a sandboxed program may use; an absent value is no bound.
 *
 * @param cpuTime processor seconds of the whole process tree
 * @param memoryBytes resident memory of the whole process tree, in bytes
 * @param processes number of processes and threads alive at once
 * @param wallTime time after which the process tree is killed
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ResourceLimits(
        Optional<Duration> cpuTime, OptionalLong memoryBytes, OptionalLong processes, Optional<Duration> wallTime) {
    /** No bound on anything. */
    public static final ResourceLimits NONE =
            new ResourceLimits(Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

    /** Tell whether nothing is bounded. */
    public boolean isUnlimited() {
        return equals(NONE);
    }
}
