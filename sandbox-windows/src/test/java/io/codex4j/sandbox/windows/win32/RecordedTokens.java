package io.codex4j.sandbox.windows.win32;

import java.util.List;
import java.util.Optional;

/** Tokens that are only numbers; what is asked for is written down. */
public final class RecordedTokens implements Tokens {
    public static final String USER = "S-1-5-21-7-7-7-1001";
    public static final String LOGON = "S-1-5-5-0-4242";

    private static final Handle OWN = new Handle(0x100);
    private static final Handle RESTRICTED = new Handle(0x101);

    private final List<String> calls;

    /** The error of Windows that a function fails with; none if it is empty. */
    public Optional<Win32Exception> failure = Optional.empty();

    /** How many tokens are open. */
    public int open;

    public RecordedTokens(List<String> calls) {
        this.calls = calls;
    }

    private void call(String function, String arguments) throws Win32Exception {
        calls.add(function + "(" + arguments + ")");
        if (failure.isPresent() && failure.get().function().equals(function)) {
            throw failure.get();
        }
    }

    private static String name(Handle token) {
        return token.equals(OWN) ? "own" : "restricted";
    }

    @Override
    public Handle open(int access) throws Win32Exception {
        call("OpenProcessToken", "access=0x" + Integer.toHexString(access));
        open++;
        return OWN;
    }

    @Override
    public String user(Handle token) {
        return USER;
    }

    @Override
    public Optional<String> logon(Handle token) {
        return Optional.of(LOGON);
    }

    @Override
    public Handle restrict(Handle token, int flags, List<String> restricting) throws Win32Exception {
        call("CreateRestrictedToken", "flags=0x" + Integer.toHexString(flags) + ", restricting=" + restricting);
        open++;
        return RESTRICTED;
    }

    @Override
    public void setDefaultAccess(Handle token, List<AccessEntry> entries) throws Win32Exception {
        StringBuilder text = new StringBuilder(name(token));
        for (AccessEntry entry : entries) {
            text.append(", ").append(entry.mode()).append(' ').append(entry.sid());
            text.append(" 0x").append(Integer.toHexString(entry.mask()));
        }
        call("SetTokenInformation", text.toString());
    }

    @Override
    public void enablePrivilege(Handle token, String privilege) throws Win32Exception {
        call("AdjustTokenPrivileges", name(token) + ", " + privilege);
    }

    @Override
    public boolean isAdministrator() {
        return false;
    }

    @Override
    public void close(Handle token) {
        open--;
    }
}
