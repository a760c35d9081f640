package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/** The functions of netapi32 that have to do with accounts; loaded at the first call. All return an error of Windows. */
final class AccountFunctions {
    static {
        Native.register(AccountFunctions.class, NativeLibrary.getInstance("netapi32"));
    }

    private AccountFunctions() {}

    static native int NetLocalGroupAdd(@Nullable WString server, int level, Pointer group, @Nullable Pointer field);

    static native int NetLocalGroupDel(@Nullable WString server, WString group);

    static native int NetLocalGroupAddMembers(
            @Nullable WString server, WString group, int level, Pointer members, int count);

    static native int NetUserAdd(@Nullable WString server, int level, Pointer user, @Nullable Pointer field);

    static native int NetUserDel(@Nullable WString server, WString user);

    static native int NetUserSetInfo(
            @Nullable WString server, WString user, int level, Pointer information, @Nullable Pointer field);

    static native int NetUserGetInfo(@Nullable WString server, WString user, int level, PointerByReference information);

    static native int NetApiBufferFree(Pointer buffer);
}
