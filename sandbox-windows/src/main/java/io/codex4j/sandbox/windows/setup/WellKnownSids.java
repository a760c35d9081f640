package io.codex4j.sandbox.windows.setup;

/** SIDs that mean the same on every machine. */
final class WellKnownSids {
    static final String EVERYONE = "S-1-1-0";
    static final String AUTHENTICATED_USERS = "S-1-5-11";
    static final String SYSTEM = "S-1-5-18";
    static final String ADMINISTRATORS = "S-1-5-32-544";
    static final String USERS = "S-1-5-32-545";

    private static final String MACHINE = "S-1-5-21-";
    private static final int FIRST_OWN_ACCOUNT = 1000;

    private WellKnownSids() {}

    /** Tell whether a SID can be of an account that somebody made, and not one that Windows came with. */
    static boolean isMadeAccount(String sid) {
        String last = sid.substring(sid.lastIndexOf('-') + 1);
        try {
            return sid.startsWith(MACHINE) && Long.parseLong(last) >= FIRST_OWN_ACCOUNT;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
