package io.codex4j.sandbox.windows.win32;

import org.apiguardian.api.API;

/**
 * Give or take rights, as one entry of an access control list.
 *
 * @param sid whose rights, such as {@code S-1-1-0}
 * @param mask the rights
 * @param mode what is done with them
 * @param inherited whether files and folders below get the entry too
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record AccessEntry(String sid, int mask, Mode mode, boolean inherited) {
    /** The values of ACCESS_MODE. */
    public enum Mode {
        GRANT,
        SET,
        DENY,
        REVOKE
    }
}
