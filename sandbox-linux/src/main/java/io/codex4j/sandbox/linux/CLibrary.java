package io.codex4j.sandbox.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;

/** The functions of the C library that the JDK does not offer; loaded only when Landlock is used. */
final class CLibrary {
    static {
        Native.register(CLibrary.class, NativeLibrary.getInstance("c"));
    }

    private CLibrary() {}

    static native long syscall(long number, long first, long second, long third, long fourth, long fifth, long sixth);

    static native int open(String path, int flags, int mode);

    static native int close(int fd);

    static native int pipe2(int[] ends, int flags);

    static native int waitpid(int pid, IntByReference status, int options);

    static native int sigemptyset(Pointer set);

    static native int sigfillset(Pointer set);

    static native int posix_spawn(
            IntByReference pid, String file, Pointer actions, Pointer attributes, Pointer argv, Pointer environment);

    static native int posix_spawn_file_actions_init(Pointer actions);

    static native int posix_spawn_file_actions_destroy(Pointer actions);

    static native int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int newFd);

    static native int posix_spawn_file_actions_addclose(Pointer actions, int fd);

    static native int posix_spawn_file_actions_addchdir_np(Pointer actions, String directory);

    static native int posix_spawnattr_init(Pointer attributes);

    static native int posix_spawnattr_destroy(Pointer attributes);

    static native int posix_spawnattr_setflags(Pointer attributes, short flags);

    static native int posix_spawnattr_setsigdefault(Pointer attributes, Pointer set);

    static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer set);

    /** Make a system call with up to four arguments. */
    static long call(SystemCall call, long first, long second, long third, long fourth) {
        CpuArchitecture architecture = CpuArchitecture.current().orElseThrow();
        return syscall(call.number(architecture), first, second, third, fourth, 0, 0);
    }
}
