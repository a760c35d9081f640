package io.codex4j.sandbox.windows.win32;

import org.apiguardian.api.API;

/** Ask the user for the rights of an administrator. Safe for several threads. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface Elevation {
    /**
     * Run a program as administrator, hidden, and wait for its end (ShellExecuteExW, {@code runas}).
     *
     * @param parameters its command line without the program
     * @return its exit code
     * @throws Win32Exception with {@link Win32Exception#ERROR_CANCELLED} if the user does not want it
     */
    int run(String program, String parameters, String directory) throws Win32Exception;
}
