package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import org.jspecify.annotations.Nullable;

/** The functions of user32 that have to do with desktops; loaded at the first call. */
final class DesktopFunctions {
    static {
        Native.register(DesktopFunctions.class, NativeLibrary.getInstance("user32"));
    }

    private DesktopFunctions() {}

    static native long CreateDesktopW(
            WString name, @Nullable WString device, @Nullable Pointer mode, int flags, int access, Pointer security);

    static native long OpenDesktopW(WString name, int flags, int inherit, int access);

    static native int CloseDesktop(long desktop);
}
