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

    private static final class OfTokens {
        static final Tokens INSTANCE = new JnaTokens();
    }

    private static final class OfProcesses {
        static final Processes INSTANCE = new JnaProcesses();
    }

    private static final class OfPipes {
        static final Pipes INSTANCE = new JnaPipes();
    }
}
