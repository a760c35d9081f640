package io.codex4j.sandbox;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Report what a backend can do on this machine.
 *
 * @param level how well it can do it
 * @param reasons one sentence each: what is missing, or what is weaker; empty for {@link Level#FULL}
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Availability(Level level, List<String> reasons) {
    /** Every promise is kept. */
    public static final Availability FULL = new Availability(Level.FULL, List.of());

    public Availability {
        reasons = List.copyOf(reasons);
    }

    /** Return an availability that keeps what it promises except for what the reasons say. */
    public static Availability weaker(List<String> reasons) {
        return new Availability(Level.WEAKER, reasons);
    }

    /** Return the answer of a backend that cannot be used here. */
    public static Availability unavailable(String reason) {
        return new Availability(Level.UNAVAILABLE, List.of(reason));
    }

    /** How well a backend works on this machine. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public enum Level {
        FULL,
        WEAKER,
        UNAVAILABLE
    }
}
