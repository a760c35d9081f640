package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.AccessLists;
import io.codex4j.sandbox.windows.win32.Accounts;
import io.codex4j.sandbox.windows.win32.Firewall;
import io.codex4j.sandbox.windows.win32.Mutexes;
import io.codex4j.sandbox.windows.win32.Windows;
import org.apiguardian.api.API;

/** Hold what a set-up works with. */
@API(status = API.Status.INTERNAL, since = "0.1")
public record SetupTools(
        Accounts accounts, AccessLists accessLists, Firewall firewall, Mutexes mutexes, SetupHelper helper) {
    /** Return the tools of Windows; nothing is loaded before it is used. */
    public static SetupTools ofWindows() {
        return new SetupTools(
                Windows.accounts(),
                Windows.accessLists(),
                Windows.firewall(),
                Windows.mutexes(),
                new JavaSetupHelper(Windows.tokens(), Windows.elevation(), Windows.processes()));
    }
}
