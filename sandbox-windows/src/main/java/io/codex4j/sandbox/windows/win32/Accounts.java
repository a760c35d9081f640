package io.codex4j.sandbox.windows.win32;

import java.util.Optional;
import org.apiguardian.api.API;

/** Make and look up local accounts, and keep their passwords. Safe for several threads. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface Accounts {
    /** How an account stands. */
    enum State {
        USABLE,
        MISSING,
        DISABLED,
        PASSWORD_EXPIRED
    }

    /** Make a local group; false if it was there already (NetLocalGroupAdd). */
    boolean createGroup(String name, String comment) throws Win32Exception;

    /** Make a user that can log on with the password, or give one that exists that password (NetUserAdd, NetUserSetInfo). */
    void createUser(String name, char[] password) throws Win32Exception;

    /** Put an account into a local group; nothing if it is there (NetLocalGroupAddMembers). */
    void addToGroup(String group, String account) throws Win32Exception;

    /** Return how an account stands (NetUserGetInfo, level 1). */
    State state(String user) throws Win32Exception;

    /** Return the SID of an account or group on this machine, if there is such a one (LookupAccountNameW). */
    Optional<String> sid(String account) throws Win32Exception;

    /** Return the name of an account or group, without its domain (LookupAccountSidW). */
    Optional<String> name(String sid) throws Win32Exception;

    /** Show or hide a user on the logon screen (Winlogon's list of special accounts). */
    void setHidden(String user, boolean hidden) throws Win32Exception;

    /** Remove what Windows keeps for a user: folder and registry (DeleteProfileW); nothing if there is none. */
    void deleteProfile(String sid) throws Win32Exception;

    /** Remove a user; nothing if there is none. */
    void deleteUser(String name) throws Win32Exception;

    /** Remove a group; nothing if there is none. */
    void deleteGroup(String name) throws Win32Exception;

    /** Encrypt for any account of this machine (CryptProtectData). */
    byte[] protect(byte[] clear) throws Win32Exception;

    /** Decrypt what {@link #protect} made. */
    byte[] unprotect(byte[] secret) throws Win32Exception;
}
