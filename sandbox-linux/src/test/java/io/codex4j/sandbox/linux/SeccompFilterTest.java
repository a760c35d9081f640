package io.codex4j.sandbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.codex4j.sandbox.NetworkAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeccompFilterTest {
    private static final int READ_X86 = 0;
    private static final int READ_ARM = 63;
    private static final int I386 = 0x40000003;
    private static final long HIGH = 0x7fff_0000_0000L;

    private static int ask(CpuArchitecture architecture, NetworkAccess network, SystemCall call, long... arguments) {
        return new BpfInterpreter(SeccompFilter.build(architecture, network))
                .run(architecture.auditValue(), call.number(architecture), arguments);
    }

    private static void refused(CpuArchitecture architecture, SystemCall call, long... arguments) {
        assertEquals(SeccompFilter.FAIL_EPERM, ask(architecture, NetworkAccess.NONE, call, arguments), "" + call);
        assertEquals(SeccompFilter.FAIL_EPERM, ask(architecture, NetworkAccess.FULL, call, arguments), "" + call);
    }

    private static void allowed(CpuArchitecture architecture, SystemCall call, long... arguments) {
        assertEquals(SeccompFilter.ALLOW, ask(architecture, NetworkAccess.NONE, call, arguments), "" + call);
        assertEquals(SeccompFilter.ALLOW, ask(architecture, NetworkAccess.FULL, call, arguments), "" + call);
    }

    @ParameterizedTest
    @EnumSource
    void allowsOrdinaryCalls(CpuArchitecture architecture) {
        BpfInterpreter filter = new BpfInterpreter(SeccompFilter.build(architecture, NetworkAccess.NONE));
        int read = architecture == CpuArchitecture.X86_64 ? READ_X86 : READ_ARM;
        assertEquals(SeccompFilter.ALLOW, filter.run(architecture.auditValue(), read, 0, 1, 2));
        allowed(architecture, SystemCall.LANDLOCK_CREATE_RULESET);
        allowed(architecture, SystemCall.PRCTL);
        allowed(architecture, SystemCall.SECCOMP);
    }

    @ParameterizedTest
    @EnumSource
    void refusesDangerousCalls(CpuArchitecture architecture) {
        for (SystemCall call : new SystemCall[] {
            SystemCall.PTRACE,
            SystemCall.PROCESS_VM_READV,
            SystemCall.PROCESS_VM_WRITEV,
            SystemCall.IO_URING_SETUP,
            SystemCall.MOUNT,
            SystemCall.UMOUNT2,
            SystemCall.MOVE_MOUNT,
            SystemCall.OPEN_TREE,
            SystemCall.OPEN_TREE_ATTR,
            SystemCall.FSOPEN,
            SystemCall.MOUNT_SETATTR,
            SystemCall.PIVOT_ROOT,
            SystemCall.CHROOT,
            SystemCall.SETNS,
            SystemCall.BPF,
            SystemCall.PERF_EVENT_OPEN,
            SystemCall.USERFAULTFD,
            SystemCall.KEYCTL,
            SystemCall.ADD_KEY,
            SystemCall.REQUEST_KEY,
            SystemCall.KEXEC_LOAD,
            SystemCall.INIT_MODULE,
            SystemCall.SWAPON,
            SystemCall.REBOOT,
            SystemCall.OPEN_BY_HANDLE_AT
        }) {
            refused(architecture, call);
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsAProcessThatSpeaksAForeignArchitecture(CpuArchitecture architecture) {
        BpfInterpreter filter = new BpfInterpreter(SeccompFilter.build(architecture, NetworkAccess.FULL));
        assertEquals(SeccompFilter.KILL_PROCESS, filter.run(I386, 20));
        CpuArchitecture other =
                architecture == CpuArchitecture.X86_64 ? CpuArchitecture.AARCH64 : CpuArchitecture.X86_64;
        assertEquals(SeccompFilter.KILL_PROCESS, filter.run(other.auditValue(), 20));
    }

    @Test
    void refusesTheX32Interface() {
        BpfInterpreter filter = new BpfInterpreter(SeccompFilter.build(CpuArchitecture.X86_64, NetworkAccess.FULL));
        int audit = CpuArchitecture.X86_64.auditValue();
        assertEquals(SeccompFilter.FAIL_ENOSYS, filter.run(audit, 0x40000000));
        assertEquals(SeccompFilter.FAIL_ENOSYS, filter.run(audit, 0x40000000 | 521));
        assertEquals(SeccompFilter.FAIL_ENOSYS, filter.run(audit, -1));
    }

    @ParameterizedTest
    @EnumSource
    void letsThreadsAndProcessesBeMadeButNoNamespaces(CpuArchitecture architecture) {
        long thread = 0x3d0f00;
        allowed(architecture, SystemCall.CLONE, thread);
        allowed(architecture, SystemCall.CLONE, 17);
        allowed(architecture, SystemCall.CLONE, 0x4111);
        allowed(architecture, SystemCall.UNSHARE, 0x400);
        for (long flag : new long[] {0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000}) {
            refused(architecture, SystemCall.CLONE, flag | 17);
            refused(architecture, SystemCall.CLONE, HIGH | flag);
            refused(architecture, SystemCall.UNSHARE, flag);
        }
        refused(architecture, SystemCall.UNSHARE, 0x80);
        assertEquals(SeccompFilter.FAIL_ENOSYS, ask(architecture, NetworkAccess.NONE, SystemCall.CLONE3, 0x1234, 88));
    }

    @ParameterizedTest
    @EnumSource
    void refusesTypingIntoTheTerminal(CpuArchitecture architecture) {
        refused(architecture, SystemCall.IOCTL, 0, 0x5412);
        refused(architecture, SystemCall.IOCTL, 0, 0x541C);
        refused(architecture, SystemCall.IOCTL, 0, HIGH | 0x5412);
        allowed(architecture, SystemCall.IOCTL, 0, 0x5413);
        allowed(architecture, SystemCall.IOCTL, 0x5412, 0x5401);
    }

    @ParameterizedTest
    @EnumSource
    void knowsNoSocketWithoutNetworkButAConnectedPair(CpuArchitecture architecture) {
        for (SystemCall call : new SystemCall[] {
            SystemCall.SOCKET,
            SystemCall.CONNECT,
            SystemCall.BIND,
            SystemCall.LISTEN,
            SystemCall.ACCEPT,
            SystemCall.ACCEPT4,
            SystemCall.SENDMMSG
        }) {
            for (long family : new long[] {1, 2, 10, 16, 17, 38, 40}) {
                assertEquals(SeccompFilter.FAIL_EPERM, ask(architecture, NetworkAccess.NONE, call, family, 1, 0));
            }
        }
        long nonBlocking = 0x800;
        long closeOnExec = 0x80000;
        assertPair(architecture, SeccompFilter.ALLOW, 1, 1);
        assertPair(architecture, SeccompFilter.ALLOW, 1, 1 | nonBlocking | closeOnExec);
        assertPair(architecture, SeccompFilter.ALLOW, 1, 5 | closeOnExec);
        assertPair(architecture, SeccompFilter.FAIL_EPERM, 1, 2);
        assertPair(architecture, SeccompFilter.FAIL_EPERM, 1, 2 | nonBlocking);
        assertPair(architecture, SeccompFilter.FAIL_EPERM, 1, HIGH | 2);
        assertPair(architecture, SeccompFilter.FAIL_EPERM, 2, 1);
        assertPair(architecture, SeccompFilter.FAIL_EPERM, 30, 5);
    }

    private static void assertPair(CpuArchitecture architecture, int answer, long family, long type) {
        assertEquals(answer, ask(architecture, NetworkAccess.NONE, SystemCall.SOCKETPAIR, family, type, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void sendsWithoutNetworkOnlyWithoutAddress(CpuArchitecture architecture) {
        SystemCall call = SystemCall.SENDTO;
        assertEquals(SeccompFilter.ALLOW, ask(architecture, NetworkAccess.NONE, call, 3, HIGH, 1, 0, 0, 0));
        assertEquals(SeccompFilter.FAIL_EPERM, ask(architecture, NetworkAccess.NONE, call, 3, HIGH, 1, 0, HIGH, 0));
        assertEquals(SeccompFilter.FAIL_EPERM, ask(architecture, NetworkAccess.NONE, call, 3, HIGH, 1, 0, 0x10, 0));
        assertEquals(SeccompFilter.ALLOW, ask(architecture, NetworkAccess.FULL, call, 3, HIGH, 1, 0, HIGH, 16));
    }

    @ParameterizedTest
    @EnumSource
    void knowsFourFamiliesWithNetwork(CpuArchitecture architecture) {
        for (long family : new long[] {1, 2, 10, 16, HIGH | 2}) {
            assertEquals(SeccompFilter.ALLOW, ask(architecture, NetworkAccess.FULL, SystemCall.SOCKET, family, 1, 0));
        }
        for (long family : new long[] {0, 3, 17, 29, 31, 38, 40, 44, 45}) {
            assertEquals(
                    SeccompFilter.FAIL_EPERM, ask(architecture, NetworkAccess.FULL, SystemCall.SOCKET, family, 3, 0));
        }
        assertEquals(SeccompFilter.ALLOW, ask(architecture, NetworkAccess.FULL, SystemCall.CONNECT, 3, HIGH, 16));
        assertEquals(SeccompFilter.ALLOW, ask(architecture, NetworkAccess.FULL, SystemCall.SOCKETPAIR, 1, 2, 0));
    }

    @ParameterizedTest
    @EnumSource
    void freezesAttributesWhereItIsTold(CpuArchitecture architecture) {
        BpfInterpreter frozen = new BpfInterpreter(SeccompFilter.build(architecture, NetworkAccess.NONE, false));
        for (SystemCall call : new SystemCall[] {
            SystemCall.FCHMODAT, SystemCall.FCHOWNAT, SystemCall.UTIMENSAT, SystemCall.SETXATTR, SystemCall.FILE_SETATTR
        }) {
            assertEquals(
                    SeccompFilter.FAIL_EROFS,
                    frozen.run(architecture.auditValue(), call.number(architecture)),
                    "" + call);
            allowed(architecture, call);
        }
        assertEquals(
                SeccompFilter.FAIL_EPERM, frozen.run(architecture.auditValue(), SystemCall.MOUNT.number(architecture)));
    }

    @Test
    void doesNotAssembleWhatTheKernelWouldNotTake() {
        BpfProgram unknown = new BpfProgram().jumpIfEqual(1, "nowhere");
        assertThrows(IllegalStateException.class, unknown::toBytes);
        BpfProgram far = new BpfProgram().jumpIfEqual(1, "far");
        for (int count = 0; count < 256; count++) {
            far.load(0);
        }
        far.place("far").answer(0);
        assertThrows(IllegalStateException.class, far::toBytes);
        assertThrows(
                IllegalStateException.class, () -> new BpfProgram().place("a").place("a"));
    }
}
