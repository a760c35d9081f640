package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.LongByReference;

/** The functions of kernel32 for pseudo consoles, which Windows has since 10 1809; loaded at the first call. */
final class ConsoleFunctions {
    static {
        Native.register(ConsoleFunctions.class, NativeLibrary.getInstance("kernel32"));
    }

    private ConsoleFunctions() {}

    /** Returns an HRESULT; the size is a COORD: columns in the lower half, rows in the upper. */
    static native int CreatePseudoConsole(int size, long input, long output, int flags, LongByReference console);

    static native int ResizePseudoConsole(long console, int size);

    static native void ClosePseudoConsole(long console);
}
