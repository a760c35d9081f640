package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import org.jspecify.annotations.Nullable;

/** The functions of advapi32 that start processes as somebody else; loaded at the first call. */
final class LogonFunctions {
    static {
        Native.register(LogonFunctions.class, NativeLibrary.getInstance("advapi32"));
    }

    private LogonFunctions() {}

    static native int CreateProcessAsUserW(
            long token,
            @Nullable WString application,
            Pointer commandLine,
            @Nullable Pointer processSecurity,
            @Nullable Pointer threadSecurity,
            int inherit,
            int flags,
            Pointer environment,
            WString directory,
            Pointer startup,
            Pointer information);

    static native int CreateProcessWithLogonW(
            WString user,
            WString domain,
            Pointer password,
            int logonFlags,
            WString application,
            Pointer commandLine,
            int flags,
            @Nullable Pointer environment,
            WString directory,
            Pointer startup,
            Pointer information);
}
