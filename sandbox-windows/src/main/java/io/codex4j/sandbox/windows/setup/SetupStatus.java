package io.codex4j.sandbox.windows.setup;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Report what of a set-up is there.
 *
 * @param ready whether commands can run in the sandbox
 * @param parts what belongs to a set-up, one by one
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record SetupStatus(boolean ready, List<Part> parts) {
    public SetupStatus {
        parts = List.copyOf(parts);
    }

    /**
     * One part.
     *
     * @param name such as {@code user CodexSandboxOffline}
     * @param present whether it is there and good
     * @param detail one sentence: how it stands, and what to do about it
     */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public record Part(String name, boolean present, String detail) {}
}
