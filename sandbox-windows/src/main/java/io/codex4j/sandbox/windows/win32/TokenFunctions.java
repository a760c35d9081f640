package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/** The functions of advapi32 that have to do with tokens; loaded at the first call. Truth is any number but 0. */
final class TokenFunctions {
    static {
        Native.register(TokenFunctions.class, NativeLibrary.getInstance("advapi32"));
    }

    private TokenFunctions() {}

    static native int OpenProcessToken(long process, int access, LongByReference token);

    static native int GetTokenInformation(
            long token, int informationClass, @Nullable Pointer target, int length, IntByReference needed);

    static native int SetTokenInformation(long token, int informationClass, Pointer source, int length);

    static native int CreateRestrictedToken(
            long token,
            int flags,
            int disabledCount,
            @Nullable Pointer disabled,
            int deletedCount,
            @Nullable Pointer deleted,
            int restrictingCount,
            Pointer restricting,
            LongByReference restricted);

    static native int LookupPrivilegeValueW(@Nullable WString system, WString name, LongByReference luid);

    static native int AdjustTokenPrivileges(
            long token,
            int disableAll,
            Pointer privileges,
            int length,
            @Nullable Pointer previous,
            @Nullable Pointer previousLength);

    static native int CheckTokenMembership(long token, Pointer sid, IntByReference member);

    static native int ConvertStringSidToSidW(WString text, PointerByReference sid);

    static native int ConvertSidToStringSidW(Pointer sid, PointerByReference text);

    /** Returns an error of Windows, not a truth. */
    static native int SetEntriesInAclW(int count, Pointer entries, @Nullable Pointer list, PointerByReference merged);
}
