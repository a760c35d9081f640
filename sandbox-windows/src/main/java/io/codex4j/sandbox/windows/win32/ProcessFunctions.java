package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import org.jspecify.annotations.Nullable;

/** The functions of kernel32 that have to do with processes; loaded at the first call. Truth is any number but 0. */
final class ProcessFunctions {
    static {
        Native.register(ProcessFunctions.class, NativeLibrary.getInstance("kernel32"));
    }

    private ProcessFunctions() {}

    static native int CreateProcessW(
            @Nullable WString application,
            Pointer commandLine,
            @Nullable Pointer processSecurity,
            @Nullable Pointer threadSecurity,
            int inherit,
            int flags,
            @Nullable Pointer environment,
            WString directory,
            Pointer startup,
            Pointer information);

    static native int InitializeProcThreadAttributeList(
            @Nullable Pointer list, int count, int flags, LongByReference size);

    static native int UpdateProcThreadAttribute(
            Pointer list,
            int flags,
            long attribute,
            Pointer value,
            long size,
            @Nullable Pointer previous,
            @Nullable Pointer returnSize);

    static native void DeleteProcThreadAttributeList(Pointer list);

    static native int SetHandleInformation(long handle, int mask, int flags);

    static native int WaitForSingleObject(long handle, int milliseconds);

    static native int GetExitCodeProcess(long process, IntByReference code);

    static native int TerminateProcess(long process, int code);

    static native long CreateJobObjectW(@Nullable Pointer security, @Nullable WString name);

    static native int SetInformationJobObject(long job, int informationClass, Pointer information, int length);

    static native int TerminateJobObject(long job, int code);

    static native int SetErrorMode(int mode);
}
