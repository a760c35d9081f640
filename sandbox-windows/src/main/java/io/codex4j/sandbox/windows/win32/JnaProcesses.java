package io.codex4j.sandbox.windows.win32;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import io.codex4j.sandbox.TerminalSize;
import java.time.Duration;

/** Start, watch and end the processes of Windows itself. */
final class JnaProcesses implements Processes {
    private static final int CREATE_UNICODE_ENVIRONMENT = 0x400;
    private static final int EXTENDED_STARTUPINFO_PRESENT = 0x80000;
    private static final int CREATE_NO_WINDOW = 0x8000000;
    private static final int STARTF_FORCEOFFFEEDBACK = 0x80;
    private static final int STARTUP_SIZE = 104;
    private static final int STARTUP_FLAGS_OFFSET = 60;

    /** PROCESS_INFORMATION: handles of the process and its thread, ids of both. */
    private static final int INFORMATION_SIZE = 24;

    private static final int THREAD_OFFSET = 8;
    private static final int PROCESS_ID_OFFSET = 16;

    private static final int SEM_FAILCRITICALERRORS = 1;
    private static final int SEM_NOGPFAULTERRORBOX = 2;
    private static final int WITHOUT_PROFILE = 0;
    private static final String THIS_MACHINE = ".";

    private static final int INFINITE = -1;
    private static final long LONGEST_WAIT = 0xFFFFFFFEL;
    private static final int WAIT_OBJECT_0 = 0;
    private static final int WAIT_TIMEOUT = 0x102;

    private static final int EXTENDED_LIMITS = 9;
    private static final int EXTENDED_LIMITS_SIZE = 144;
    private static final int LIMIT_FLAGS_OFFSET = 16;
    private static final int KILL_ON_JOB_CLOSE = 0x2000;

    /** All that can be done with a desktop, short of changing who may. */
    private static final int DESKTOP_USE = 0x201ff;

    private static final int DESKTOP_ALL = 0xf01ff;

    /** The error mode belongs to the whole process. */
    private static final Object ERROR_MODE = new Object();

    @Override
    public Started startWithLogon(Logon logon) throws Win32Exception {
        try (Memory password = WideText.of(logon.password());
                Memory commandLine = WideText.of(logon.commandLine());
                Memory startup = plainStartup(STARTF_FORCEOFFFEEDBACK);
                Memory information = new Memory(INFORMATION_SIZE)) {
            try {
                withoutErrorBoxes(
                        "CreateProcessWithLogonW",
                        () -> LogonFunctions.CreateProcessWithLogonW(
                                new WString(logon.user()),
                                new WString(THIS_MACHINE),
                                password,
                                WITHOUT_PROFILE,
                                new WString(logon.application()),
                                commandLine,
                                CREATE_NO_WINDOW | CREATE_UNICODE_ENVIRONMENT,
                                null,
                                new WString(logon.directory()),
                                startup,
                                information));
            } finally {
                password.clear();
            }
            return started(information);
        }
    }

    private interface Call {
        int run();
    }

    /** Call; a program that cannot be loaded is to be an error, not a box on the screen. */
    private static void withoutErrorBoxes(String function, Call call) throws Win32Exception {
        synchronized (ERROR_MODE) {
            int before = ProcessFunctions.SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
            try {
                check(function, call.run());
            } finally {
                ProcessFunctions.SetErrorMode(before);
            }
        }
    }

    @Override
    public Started start(String application, String commandLine, String directory) throws Win32Exception {
        try (Memory line = WideText.of(commandLine);
                Memory startup = plainStartup(0);
                Memory information = new Memory(INFORMATION_SIZE)) {
            check(
                    "CreateProcessW",
                    ProcessFunctions.CreateProcessW(
                            new WString(application),
                            line,
                            null,
                            null,
                            0,
                            CREATE_NO_WINDOW | CREATE_UNICODE_ENVIRONMENT,
                            null,
                            new WString(directory),
                            startup,
                            information));
            return started(information);
        }
    }

    private static Memory plainStartup(int flags) {
        Memory startup = new Memory(STARTUP_SIZE);
        startup.clear();
        startup.setInt(0, STARTUP_SIZE);
        startup.setInt(STARTUP_FLAGS_OFFSET, flags);
        return startup;
    }

    @Override
    public Started start(Child child) throws Win32Exception {
        return start(
                "CreateProcessW",
                child,
                (commandLine, inherit, flags, environment, startup, information) -> ProcessFunctions.CreateProcessW(
                        null,
                        commandLine,
                        null,
                        null,
                        inherit,
                        flags,
                        environment,
                        new WString(child.directory()),
                        startup,
                        information));
    }

    @Override
    public Started startAsUser(Handle token, Child child) throws Win32Exception {
        return start(
                "CreateProcessAsUserW",
                child,
                (commandLine, inherit, flags, environment, startup, information) -> LogonFunctions.CreateProcessAsUserW(
                        token.value(),
                        null,
                        commandLine,
                        null,
                        null,
                        inherit,
                        flags,
                        environment,
                        new WString(child.directory()),
                        startup,
                        information));
    }

    private interface ChildCall {
        int run(Pointer commandLine, int inherit, int flags, Pointer environment, Pointer startup, Pointer information);
    }

    private static Started start(String function, Child child, ChildCall call) throws Win32Exception {
        try (Memory commandLine = WideText.of(child.commandLine());
                Memory environment = WideText.block(EnvironmentBlock.of(child.environment()));
                ExtendedStartup startup = new ExtendedStartup(child);
                Memory information = new Memory(INFORMATION_SIZE)) {
            int inherit = startup.inherits() ? 1 : 0;
            // A pseudo console is the child's console; with pipes it gets a hidden one.
            int window = startup.inherits() ? CREATE_NO_WINDOW : 0;
            int flags = window | EXTENDED_STARTUPINFO_PRESENT | CREATE_UNICODE_ENVIRONMENT;
            startup.setInheritable(true);
            try {
                check(function, call.run(commandLine, inherit, flags, environment, startup.pointer(), information));
            } finally {
                startup.setInheritable(false);
            }
            return started(information);
        }
    }

    private static Started started(Memory information) {
        PipeFunctions.CloseHandle(information.getLong(THREAD_OFFSET));
        return new Started(new Handle(information.getLong(0)), information.getInt(PROCESS_ID_OFFSET));
    }

    @Override
    public boolean awaitEnd(Handle process, Duration atMost) throws Win32Exception {
        int result = ProcessFunctions.WaitForSingleObject(process.value(), milliseconds(atMost));
        return switch (result) {
            case WAIT_OBJECT_0 -> true;
            case WAIT_TIMEOUT -> false;
            default -> throw new Win32Exception("WaitForSingleObject", Native.getLastError());
        };
    }

    private static int milliseconds(Duration duration) {
        if (duration.toSeconds() > LONGEST_WAIT / 1000) {
            return INFINITE;
        }
        return (int) Math.min(LONGEST_WAIT, Math.max(0, duration.toMillis()));
    }

    @Override
    public int exitCode(Handle process) throws Win32Exception {
        IntByReference code = new IntByReference();
        check("GetExitCodeProcess", ProcessFunctions.GetExitCodeProcess(process.value(), code));
        return code.getValue();
    }

    @Override
    public void terminate(Handle process, int exitCode) throws Win32Exception {
        check("TerminateProcess", ProcessFunctions.TerminateProcess(process.value(), exitCode));
    }

    @Override
    public Handle createJob() throws Win32Exception {
        Handle handle = opened("CreateJobObjectW", ProcessFunctions.CreateJobObjectW(null, null));
        try {
            setLimits(handle, KILL_ON_JOB_CLOSE);
        } catch (Win32Exception e) {
            close(handle);
            throw e;
        }
        return handle;
    }

    @Override
    public void preserveProcesses(Handle job) throws Win32Exception {
        setLimits(job, 0);
    }

    private static void setLimits(Handle job, int flags) throws Win32Exception {
        try (Memory limits = new Memory(EXTENDED_LIMITS_SIZE)) {
            limits.clear();
            limits.setInt(LIMIT_FLAGS_OFFSET, flags);
            check(
                    "SetInformationJobObject",
                    ProcessFunctions.SetInformationJobObject(
                            job.value(), EXTENDED_LIMITS, limits, EXTENDED_LIMITS_SIZE));
        }
    }

    @Override
    public void terminateJob(Handle job, int exitCode) throws Win32Exception {
        check("TerminateJobObject", ProcessFunctions.TerminateJobObject(job.value(), exitCode));
    }

    @Override
    public Handle createDesktop(String name, String sddl) throws Win32Exception {
        try (SecurityAttributes security = SecurityAttributes.of(sddl)) {
            return opened(
                    "CreateDesktopW",
                    DesktopFunctions.CreateDesktopW(new WString(name), null, null, 0, DESKTOP_ALL, security.pointer()));
        }
    }

    @Override
    public Handle openDesktop(String name) throws Win32Exception {
        return opened("OpenDesktopW", DesktopFunctions.OpenDesktopW(new WString(name), 0, 0, DESKTOP_USE));
    }

    @Override
    public void closeDesktop(Handle desktop) {
        DesktopFunctions.CloseDesktop(desktop.value());
    }

    @Override
    public Handle createConsole(TerminalSize size, Handle input, Handle output) throws Win32Exception {
        LongByReference console = new LongByReference();
        int result = ConsoleFunctions.CreatePseudoConsole(coordinates(size), input.value(), output.value(), 0, console);
        if (result < 0) {
            throw new Win32Exception("CreatePseudoConsole", result);
        }
        return new Handle(console.getValue());
    }

    @Override
    public void resizeConsole(Handle console, TerminalSize size) throws Win32Exception {
        int result = ConsoleFunctions.ResizePseudoConsole(console.value(), coordinates(size));
        if (result < 0) {
            throw new Win32Exception("ResizePseudoConsole", result);
        }
    }

    /** A COORD: two signed halves. */
    private static int coordinates(TerminalSize size) {
        int columns = Math.min(size.columns(), Short.MAX_VALUE);
        int rows = Math.min(size.rows(), Short.MAX_VALUE);
        return rows << Short.SIZE | columns;
    }

    @Override
    public void closeConsole(Handle console) {
        ConsoleFunctions.ClosePseudoConsole(console.value());
    }

    @Override
    public void close(Handle handle) {
        PipeFunctions.CloseHandle(handle.value());
    }

    private static Handle opened(String function, long value) throws Win32Exception {
        if (value == 0) {
            throw new Win32Exception(function, Native.getLastError());
        }
        return new Handle(value);
    }

    private static void check(String function, int result) throws Win32Exception {
        if (result == 0) {
            throw new Win32Exception(function, Native.getLastError());
        }
    }
}
