package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.windows.win32.AccessEntry;
import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Tokens;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/** Hold a token that may write only what one of its restricting SIDs, too, may write; for one thread. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class RestrictedToken implements AutoCloseable {
    /** To hand it to a process, to copy and read it, and to change its privileges, its defaults and its session. */
    private static final int ACCESS = 0x1ab;

    private static final int DISABLE_MAX_PRIVILEGE = 1;
    private static final int LUA_TOKEN = 4;
    private static final int WRITE_RESTRICTED = 8;
    private static final int GENERIC_ALL = 0x10000000;
    private static final int READ_CONTROL = 0x20000;
    private static final int ERROR_NOT_FOUND = 1168;
    private static final String EVERYONE = "S-1-1-0";
    private static final String OWNER_RIGHTS = "S-1-3-4";
    /** Without it no folder can be passed through. */
    private static final String PASS_THROUGH = "SeChangeNotifyPrivilege";

    private final Tokens tokens;
    private final Handle handle;
    private final String logonSid;

    private RestrictedToken(Tokens tokens, Handle handle, String logonSid) {
        this.tokens = tokens;
        this.handle = handle;
        this.logonSid = logonSid;
    }

    /** Make a token for a child of the user who runs this process, in a session of that user. */
    public static RestrictedToken ofCaller(Tokens tokens, List<String> capabilitySids) throws Win32Exception {
        return make(tokens, capabilitySids, false);
    }

    /**
     * Make a token for a child of a user of the sandbox: what is that user's own may be written.
     *
     * @param capabilitySids with that of the network's proxy at the end, if there is one
     */
    static RestrictedToken ofSandboxUser(Tokens tokens, List<String> capabilitySids) throws Win32Exception {
        return make(tokens, capabilitySids, true);
    }

    private static RestrictedToken make(Tokens tokens, List<String> capabilitySids, boolean withUser)
            throws Win32Exception {
        if (capabilitySids.isEmpty()) {
            throw new IllegalArgumentException("a restricted token needs a capability SID");
        }
        Handle own = tokens.open(ACCESS);
        try {
            List<String> restricting = new ArrayList<>(capabilitySids);
            if (withUser) {
                restricting.add(tokens.user(own));
            }
            Optional<String> logon = tokens.logon(own);
            if (logon.isEmpty()) {
                // Of the groups of the token, none stands for a session.
                throw new Win32Exception("GetTokenInformation", ERROR_NOT_FOUND);
            }
            restricting.add(logon.get());
            restricting.add(EVERYONE);
            Handle handle = tokens.restrict(own, DISABLE_MAX_PRIVILEGE | LUA_TOKEN | WRITE_RESTRICTED, restricting);
            return prepare(new RestrictedToken(tokens, handle, logon.get()));
        } finally {
            tokens.close(own);
        }
    }

    private static RestrictedToken prepare(RestrictedToken token) throws Win32Exception {
        try {
            token.tokens.setDefaultAccess(
                    token.handle,
                    List.of(
                            new AccessEntry(token.logonSid, GENERIC_ALL, AccessEntry.Mode.GRANT, false),
                            new AccessEntry(OWNER_RIGHTS, READ_CONTROL, AccessEntry.Mode.GRANT, false)));
            token.tokens.enablePrivilege(token.handle, PASS_THROUGH);
            return token;
        } catch (Win32Exception e) {
            token.close();
            throw e;
        }
    }

    /** Return the token; valid until this object is closed. */
    public Handle handle() {
        return handle;
    }

    /** Return the SID of the logon session. */
    public String logonSid() {
        return logonSid;
    }

    @Override
    public void close() {
        tokens.close(handle);
    }
}
