package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mutexes of Windows. */
final class JnaMutexes implements Mutexes {
    private static final int WAIT_OBJECT = 0;
    private static final int WAIT_ABANDONED = 0x80;
    private static final int WAIT_TIMEOUT = 0x102;

    @Override
    public Optional<Handle> take(String name, Optional<String> sddl, Duration atMost) throws Win32Exception {
        long mutex = create(name, sddl);
        int outcome = ProcessFunctions.WaitForSingleObject(mutex, (int) Math.min(atMost.toMillis(), Integer.MAX_VALUE));
        int code = Native.getLastError();
        // An abandoned one is taken, too: whoever held it has died.
        if (outcome == WAIT_OBJECT || outcome == WAIT_ABANDONED) {
            return Optional.of(new Handle(mutex));
        }
        PipeFunctions.CloseHandle(mutex);
        if (outcome == WAIT_TIMEOUT) {
            return Optional.empty();
        }
        throw new Win32Exception("WaitForSingleObject", code);
    }

    private static long create(String name, Optional<String> sddl) throws Win32Exception {
        if (sddl.isEmpty()) {
            return check(Functions.CreateMutexW(null, 0, new WString(name)));
        }
        try (SecurityAttributes attributes = SecurityAttributes.of(sddl.get())) {
            return check(Functions.CreateMutexW(attributes.pointer(), 0, new WString(name)));
        }
    }

    private static long check(long mutex) throws Win32Exception {
        if (mutex == 0) {
            throw new Win32Exception("CreateMutexW", Native.getLastError());
        }
        return mutex;
    }

    @Override
    public void release(Handle mutex) {
        Functions.ReleaseMutex(mutex.value());
        PipeFunctions.CloseHandle(mutex.value());
    }

    private static final class Functions {
        static {
            Native.register(Functions.class, NativeLibrary.getInstance("kernel32"));
        }

        static native long CreateMutexW(@Nullable Pointer attributes, int owned, WString name);

        static native int ReleaseMutex(long mutex);
    }
}
