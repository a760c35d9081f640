package io.codex4j.sandbox.windows.win32;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/** Make and change access tokens. Safe for several threads. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface Tokens {
    /** Open the token of this process (OpenProcessToken). */
    Handle open(int access) throws Win32Exception;

    /** Return the SID of the token's user (TokenUser). */
    String user(Handle token) throws Win32Exception;

    /** Return the SID of the token's logon session: the group that is marked so, else that of the linked token. */
    Optional<String> logon(Handle token) throws Win32Exception;

    /**
     * Make a token that is restricted to what both the user and one of the SIDs may do (CreateRestrictedToken).
     *
     * @param restricting SIDs in the order in which they are handed over; never empty
     */
    Handle restrict(Handle token, int flags, List<String> restricting) throws Win32Exception;

    /** Say who may use the objects that a process with this token makes (SetTokenInformation, TokenDefaultDacl). */
    void setDefaultAccess(Handle token, List<AccessEntry> entries) throws Win32Exception;

    /** Enable a privilege that the token has (AdjustTokenPrivileges); fails if it has not. */
    void enablePrivilege(Handle token, String privilege) throws Win32Exception;

    /** Tell whether this process runs with the rights of an administrator (CheckTokenMembership). */
    boolean isAdministrator() throws Win32Exception;

    /** Close a token. */
    void close(Handle token);
}
