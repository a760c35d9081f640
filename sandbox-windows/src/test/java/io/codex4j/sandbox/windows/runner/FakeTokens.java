package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.windows.win32.AccessEntry;
import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Tokens;
import java.util.List;
import java.util.Optional;

/** Know who the caller is, and nothing else. */
final class FakeTokens implements Tokens {
    @Override
    public Handle open(int access) {
        return new Handle(access);
    }

    @Override
    public String user(Handle token) {
        return "S-1-5-21-9-9-9-500";
    }

    @Override
    public void close(Handle token) {
        // There is none.
    }

    @Override
    public Optional<String> logon(Handle token) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Handle restrict(Handle token, int flags, List<String> restricting) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setDefaultAccess(Handle token, List<AccessEntry> entries) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void enablePrivilege(Handle token, String privilege) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isAdministrator() {
        throw new UnsupportedOperationException();
    }
}
