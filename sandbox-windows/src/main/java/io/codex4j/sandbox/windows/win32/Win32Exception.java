package io.codex4j.sandbox.windows.win32;

import java.io.IOException;
import java.io.Serial;
import org.apiguardian.api.API;

/** Tell that a function of Windows failed, and with which error. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Win32Exception extends IOException {
    public static final int ERROR_FILE_NOT_FOUND = 2;
    public static final int ERROR_ACCESS_DENIED = 5;
    public static final int ERROR_BROKEN_PIPE = 109;
    public static final int ERROR_PIPE_BUSY = 231;
    public static final int ERROR_NO_DATA = 232;
    public static final int ERROR_PIPE_CONNECTED = 535;
    public static final int ERROR_OPERATION_ABORTED = 995;
    public static final int ERROR_CANCELLED = 1223;
    public static final int ERROR_NO_SUCH_LOGON_SESSION = 1312;
    public static final int ERROR_LOGON_FAILURE = 1326;
    public static final int ERROR_NONE_MAPPED = 1332;

    @Serial
    private static final long serialVersionUID = 1;

    private final String function;
    private final int code;

    /**
     * Report a failure.
     *
     * @param function such as {@code CreateProcessAsUserW}
     * @param code what {@code GetLastError} said, or what the function returned
     */
    public Win32Exception(String function, int code) {
        super(function + " failed: " + Integer.toUnsignedString(code));
        this.function = function;
        this.code = code;
    }

    /** Return the name of the function. */
    public String function() {
        return function;
    }

    /** Return the error of Windows. */
    public int code() {
        return code;
    }
}
