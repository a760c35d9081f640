package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.WinBase;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The access control lists of Windows. */
final class JnaAccessLists implements AccessLists {
    private static final int FILE_OBJECT = 1;
    private static final int KERNEL_OBJECT = 6;
    private static final int DACL = 0x4;
    private static final int PROTECTED_DACL = 0x8000_0000;
    private static final int UNPROTECTED_DACL = 0x2000_0000;
    private static final int ERROR_NOT_SUPPORTED = 50;
    private static final int READ_CONTROL_AND_WRITE_DAC = 0x60000;
    private static final int READ_WRITE_EXECUTE = 0x1201bf;
    private static final int LONGEST_PLAIN_PATH = 247;

    @Override
    public void change(Path file, List<AccessEntry> entries) throws Win32Exception {
        if (entries.isEmpty()) {
            return;
        }
        try (Current current = Current.of(file)) {
            Pointer merged = ExplicitAccess.merge(entries, Files.isDirectory(file), current.list());
            set(file, DACL, merged);
        }
    }

    @Override
    public void replace(Path file, List<AccessEntry> entries, boolean isolated) throws Win32Exception {
        Pointer list = ExplicitAccess.merge(entries, Files.isDirectory(file), null);
        set(file, DACL | (isolated ? PROTECTED_DACL : UNPROTECTED_DACL), list);
    }

    @Override
    public boolean grants(Path file, List<String> sids, int mask) throws Win32Exception {
        try (Current current = Current.of(file)) {
            return AccessEntries.read(current.list()).grants(sids, mask);
        }
    }

    @Override
    public boolean has(Path file, List<AccessEntry> entries) throws Win32Exception {
        try (Current current = Current.of(file)) {
            return AccessEntries.read(current.list()).has(entries, Files.isDirectory(file));
        }
    }

    @Override
    public void openNullDevice(List<String> sids) {
        int shared = WinNT.FILE_SHARE_READ | WinNT.FILE_SHARE_WRITE;
        WinNT.HANDLE device = Kernel32.INSTANCE.CreateFile(
                "\\\\.\\NUL", READ_CONTROL_AND_WRITE_DAC, shared, null, WinNT.OPEN_EXISTING, 0, null);
        if (WinBase.INVALID_HANDLE_VALUE.equals(device)) {
            return;
        }
        try {
            openTo(device, sids);
        } catch (Win32Exception e) {
            // A child whose token may not write there sees an error when it does; it is not less safe.
            return;
        } finally {
            Kernel32.INSTANCE.CloseHandle(device);
        }
    }

    private static void openTo(WinNT.HANDLE device, List<String> sids) throws Win32Exception {
        PointerByReference list = new PointerByReference();
        PointerByReference descriptor = new PointerByReference();
        check(
                "GetSecurityInfo",
                Advapi32.INSTANCE.GetSecurityInfo(device, KERNEL_OBJECT, DACL, null, null, list, null, descriptor));
        try (Current current = new Current(list.getValue(), descriptor.getValue())) {
            List<AccessEntry> entries = sids.stream()
                    .map(sid -> new AccessEntry(sid, READ_WRITE_EXECUTE, AccessEntry.Mode.GRANT, false))
                    .toList();
            Pointer merged = ExplicitAccess.merge(entries, false, current.list());
            try {
                check(
                        "SetSecurityInfo",
                        Advapi32.INSTANCE.SetSecurityInfo(device, KERNEL_OBJECT, DACL, null, null, merged, null));
            } finally {
                PipeFunctions.LocalFree(merged);
            }
        }
    }

    private static void set(Path file, int information, Pointer list) throws Win32Exception {
        try {
            check(
                    "SetNamedSecurityInfoW",
                    Advapi32.INSTANCE.SetNamedSecurityInfo(
                            name(file), FILE_OBJECT, information, null, null, list, null));
        } finally {
            PipeFunctions.LocalFree(list);
        }
    }

    /** Return the path as Windows takes it even if it is long. */
    private static String name(Path file) {
        String path = file.toString();
        if (path.length() <= LONGEST_PLAIN_PATH || path.startsWith("\\\\?\\")) {
            return path;
        }
        return path.startsWith("\\\\") ? "\\\\?\\UNC" + path.substring(1) : "\\\\?\\" + path;
    }

    private static void check(String function, int code) throws Win32Exception {
        if (code != 0) {
            throw new Win32Exception(function, code);
        }
    }

    /** The list that a file has; it lies in the memory of its descriptor. */
    private record Current(@Nullable Pointer dacl, Pointer descriptor) implements AutoCloseable {
        static Current of(Path file) throws Win32Exception {
            PointerByReference list = new PointerByReference();
            PointerByReference descriptor = new PointerByReference();
            check(
                    "GetNamedSecurityInfoW",
                    Advapi32.INSTANCE.GetNamedSecurityInfo(
                            name(file), FILE_OBJECT, DACL, null, null, list, null, descriptor));
            return new Current(list.getValue(), descriptor.getValue());
        }

        /** No list means that everybody may do everything, which an entry more would turn into its opposite. */
        Pointer list() throws Win32Exception {
            if (dacl == null) {
                throw new Win32Exception("GetNamedSecurityInfoW, which found no access list,", ERROR_NOT_SUPPORTED);
            }
            return dacl;
        }

        @Override
        public void close() {
            PipeFunctions.LocalFree(descriptor);
        }
    }
}
