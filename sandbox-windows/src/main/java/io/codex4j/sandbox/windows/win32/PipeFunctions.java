package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import org.jspecify.annotations.Nullable;

/** The functions of kernel32 that have to do with pipes; loaded at the first call. Truth is any number but 0. */
final class PipeFunctions {
    static {
        Native.register(PipeFunctions.class, NativeLibrary.getInstance("kernel32"));
    }

    private PipeFunctions() {}

    static native long CreateNamedPipeW(
            WString name,
            int openMode,
            int pipeMode,
            int maxInstances,
            int outBufferSize,
            int inBufferSize,
            int defaultTimeout,
            Pointer securityAttributes);

    static native int ConnectNamedPipe(long pipe, @Nullable Pointer overlapped);

    static native int GetNamedPipeClientProcessId(long pipe, IntByReference clientProcessId);

    static native int PeekNamedPipe(
            long pipe,
            @Nullable Pointer buffer,
            int bufferSize,
            @Nullable IntByReference bytesRead,
            IntByReference totalBytesAvailable,
            @Nullable IntByReference bytesLeftInMessage);

    static native long CreateFileW(
            WString name,
            int access,
            int shareMode,
            @Nullable Pointer securityAttributes,
            int disposition,
            int flags,
            long template);

    static native int CreatePipe(
            LongByReference read, LongByReference write, @Nullable Pointer securityAttributes, int size);

    static native int ReadFile(long file, Pointer buffer, int length, Pointer bytesRead, @Nullable Pointer overlapped);

    static native int WriteFile(
            long file, Pointer buffer, int length, Pointer bytesWritten, @Nullable Pointer overlapped);

    static native long GetCurrentThread();

    static native long GetCurrentProcess();

    static native int DuplicateHandle(
            long sourceProcess,
            long source,
            long targetProcess,
            LongByReference target,
            int access,
            int inherit,
            int options);

    static native int CancelSynchronousIo(long thread);

    static native int CloseHandle(long handle);

    static native @Nullable Pointer LocalFree(Pointer memory);
}
