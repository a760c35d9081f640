package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.Accounts;
import io.codex4j.sandbox.windows.win32.Win32Exception;

/** Find the user that the sandbox works for. */
final class RealUser {
    private RealUser() {}

    /** Return the name, as {@code DOMAIN\name} where the domain is known. */
    static String name(Environment environment) {
        String user = environment.get("USERNAME").orElse(System.getProperty("user.name", ""));
        return environment.get("USERDOMAIN").map(domain -> domain + "\\" + user).orElse(user);
    }

    static String sid(Accounts accounts, String name) throws SetupException {
        try {
            return accounts.sid(name)
                    .orElseThrow(() -> new SetupException(
                            SetupCode.HELPER_SID_RESOLVE_FAILED, "Windows knows no account " + name));
        } catch (Win32Exception e) {
            throw new SetupException(
                    SetupCode.HELPER_SID_RESOLVE_FAILED,
                    "the account " + name + " could not be looked up: " + e.getMessage(),
                    e);
        }
    }
}
