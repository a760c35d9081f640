package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Native;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.Shell32;
import com.sun.jna.platform.win32.ShellAPI.SHELLEXECUTEINFO;
import com.sun.jna.platform.win32.WinBase;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.ptr.IntByReference;

/** The way of Windows to ask for the rights of an administrator. */
final class JnaElevation implements Elevation {
    private static final int SEE_MASK_NOCLOSEPROCESS = 0x40;
    private static final int SEE_MASK_NOASYNC = 0x100;
    private static final int SW_HIDE = 0;

    @Override
    public int run(String program, String parameters, String directory) throws Win32Exception {
        SHELLEXECUTEINFO information = new SHELLEXECUTEINFO();
        information.fMask = SEE_MASK_NOCLOSEPROCESS | SEE_MASK_NOASYNC;
        information.lpVerb = "runas";
        information.lpFile = program;
        information.lpParameters = parameters;
        information.lpDirectory = directory;
        information.nShow = SW_HIDE;
        if (!Shell32.INSTANCE.ShellExecuteEx(information)) {
            throw new Win32Exception("ShellExecuteExW", Native.getLastError());
        }
        WinNT.HANDLE process = information.hProcess;
        try {
            if (Kernel32.INSTANCE.WaitForSingleObject(process, WinBase.INFINITE) != WinBase.WAIT_OBJECT_0) {
                throw new Win32Exception("WaitForSingleObject", Native.getLastError());
            }
            IntByReference exitCode = new IntByReference();
            if (!Kernel32.INSTANCE.GetExitCodeProcess(process, exitCode)) {
                throw new Win32Exception("GetExitCodeProcess", Native.getLastError());
            }
            return exitCode.getValue();
        } finally {
            Kernel32.INSTANCE.CloseHandle(process);
        }
    }
}
