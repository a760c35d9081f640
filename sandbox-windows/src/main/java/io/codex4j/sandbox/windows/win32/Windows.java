package io.codex4j.sandbox.windows.win32;

import org.apiguardian.api.API;

/** Reach Windows itself. Nothing is loaded before it is asked for; safe for several threads. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Windows {
    private Windows() {}

    /** Return the tokens of Windows. */
    public static Tokens tokens() {
        return OfTokens.INSTANCE;
    }

    /** Return the processes of Windows. */
    public static Processes processes() {
        return OfProcesses.INSTANCE;
    }

    /** Return the pipes of Windows. */
    public static Pipes pipes() {
        return OfPipes.INSTANCE;
    }

    /** Return the local accounts of Windows. */
    public static Accounts accounts() {
        return OfAccounts.INSTANCE;
    }

    /** Return the access control lists of Windows. */
    public static AccessLists accessLists() {
        return OfAccessLists.INSTANCE;
    }

    /** Return the firewall of Windows. */
    public static Firewall firewall() {
        return OfFirewall.INSTANCE;
    }

    /** Return the mutexes of Windows. */
    public static Mutexes mutexes() {
        return OfMutexes.INSTANCE;
    }

    /** Return the way to an administrator's rights of Windows. */
    public static Elevation elevation() {
        return OfElevation.INSTANCE;
    }

    private static final class OfTokens {
        static final Tokens INSTANCE = new JnaTokens();
    }

    private static final class OfProcesses {
        static final Processes INSTANCE = new JnaProcesses();
    }

    private static final class OfPipes {
        static final Pipes INSTANCE = new JnaPipes();
    }

    private static final class OfAccounts {
        static final Accounts INSTANCE = new JnaAccounts();
    }

    private static final class OfAccessLists {
        static final AccessLists INSTANCE = new JnaAccessLists();
    }

    private static final class OfFirewall {
        static final Firewall INSTANCE = new ComFirewall();
    }

    private static final class OfMutexes {
        static final Mutexes INSTANCE = new JnaMutexes();
    }

    private static final class OfElevation {
        static final Elevation INSTANCE = new JnaElevation();
    }
}
