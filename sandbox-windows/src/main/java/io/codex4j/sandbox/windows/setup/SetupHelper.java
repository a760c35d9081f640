package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.windows.win32.Win32Exception;
import org.apiguardian.api.API;

/** Start the set-up program. Safe for several threads. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface SetupHelper {
    /** Tell whether this process itself may do what needs an administrator. */
    boolean isAdministrator() throws Win32Exception;

    /**
     * Ask the user for the rights of an administrator, run the set-up program with them, and return its exit code.
     *
     * @param request its one argument
     */
    int runElevated(String request) throws Win32Exception;

    /** Start the set-up program with the rights of this process, and let it run on. */
    void startInBackground(String request) throws Win32Exception;
}
