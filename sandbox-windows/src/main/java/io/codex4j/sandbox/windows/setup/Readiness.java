package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.Accounts;
import java.io.IOException;
import java.util.Optional;

/** Find out whether a set-up is there and still good. */
final class Readiness {
    private final SandboxHome home;
    private final Accounts accounts;

    Readiness(SandboxHome home, Accounts accounts) {
        this.home = home;
        this.accounts = accounts;
    }

    /**
     * Return why commands cannot run as a user of the sandbox, if they cannot; one sentence.
     *
     * @param proxy what the offline user is to reach
     */
    Optional<String> problem(Identity identity, ProxySettings proxy) {
        try {
            Optional<SetupMarker> marker = SetupMarker.read(home);
            if (marker.isEmpty()) {
                return Optional.of("The sandbox has not been set up on this machine, or a set-up was broken off.");
            }
            if (SandboxUsers.read(home).isEmpty()) {
                return Optional.of("The passwords of the sandbox are missing.");
            }
            for (Identity each : Identity.values()) {
                Accounts.State state = accounts.state(each.user());
                if (state != Accounts.State.USABLE) {
                    return Optional.of("The sandbox account " + each.user() + " is " + describe(state) + ".");
                }
            }
            if (identity == Identity.OFFLINE && !marker.get().proxy().equals(proxy)) {
                return Optional.of("The sandbox was set up for other proxies than there are now.");
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("The set-up of the sandbox cannot be used: " + e.getMessage() + ".");
        }
    }

    private static String describe(Accounts.State state) {
        return switch (state) {
            case USABLE -> "usable";
            case MISSING -> "missing";
            case DISABLED -> "disabled";
            case PASSWORD_EXPIRED -> "locked out, because its password has expired";
        };
    }
}
