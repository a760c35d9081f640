package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import org.jspecify.annotations.Nullable;

/** The functions of the Windows Filtering Platform; loaded at the first call. All return an error of Windows. */
final class FilteringFunctions {
    static {
        Native.register(FilteringFunctions.class, NativeLibrary.getInstance("fwpuclnt"));
    }

    private FilteringFunctions() {}

    static native int FwpmEngineOpen0(
            @Nullable Pointer server,
            int authentication,
            @Nullable Pointer identity,
            @Nullable Pointer session,
            LongByReference engine);

    static native int FwpmEngineClose0(long engine);

    static native int FwpmTransactionBegin0(long engine, int flags);

    static native int FwpmTransactionCommit0(long engine);

    static native int FwpmTransactionAbort0(long engine);

    static native int FwpmProviderAdd0(long engine, Pointer provider, @Nullable Pointer security);

    static native int FwpmProviderDeleteByKey0(long engine, Pointer key);

    static native int FwpmSubLayerAdd0(long engine, Pointer subLayer, @Nullable Pointer security);

    static native int FwpmSubLayerDeleteByKey0(long engine, Pointer key);

    static native int FwpmFilterAdd0(long engine, Pointer filter, @Nullable Pointer security, LongByReference id);

    static native int FwpmFilterDeleteByKey0(long engine, Pointer key);
}
