package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.NetworkAccess;

/**
 * Build the system call filter of a sandbox: everything is allowed but what is listed here.
 *
 * <p>Refused calls fail with EPERM, so that a program can say so. {@code clone3} fails with ENOSYS: its flags lie in
 * memory, which a filter cannot read, and the C libraries then fall back to {@code clone}, whose flags it can. A call
 * of a foreign architecture ends the process, since its numbers mean other calls.
 */
final class SeccompFilter {
    static final int ALLOW = 0x7fff0000;
    static final int KILL_PROCESS = 0x80000000;
    static final int FAIL_EPERM = 0x00050000 | 1;
    static final int FAIL_ENOSYS = 0x00050000 | 38;

    static final int FAIL_EROFS = 0x00050000 | 30;

    private static final int NUMBER_OFFSET = 0;
    private static final int ARCHITECTURE_OFFSET = 4;
    private static final int ARGUMENTS_OFFSET = 16;

    private static final int X32_BIT = 0x40000000;
    /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
    private static final int NEW_NAMESPACES = 0x7E020000;
    /** CLONE_NEWTIME; in {@code clone} the same bit is a part of the exit signal. */
    private static final int NEW_TIME_NAMESPACE = 0x80;

    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541C;

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;
    private static final int SOCKET_TYPE_MASK = 0xf;
    private static final int SOCK_DGRAM = 2;

    private static final SystemCall[] REFUSED = {
        SystemCall.PTRACE,
        SystemCall.PROCESS_VM_READV,
        SystemCall.PROCESS_VM_WRITEV,
        SystemCall.PIDFD_GETFD,
        SystemCall.KCMP,
        SystemCall.IO_URING_SETUP,
        SystemCall.IO_URING_ENTER,
        SystemCall.IO_URING_REGISTER,
        SystemCall.MOUNT,
        SystemCall.UMOUNT2,
        SystemCall.PIVOT_ROOT,
        SystemCall.CHROOT,
        SystemCall.OPEN_TREE,
        SystemCall.MOVE_MOUNT,
        SystemCall.FSOPEN,
        SystemCall.FSCONFIG,
        SystemCall.FSMOUNT,
        SystemCall.FSPICK,
        SystemCall.MOUNT_SETATTR,
        SystemCall.OPEN_TREE_ATTR,
        SystemCall.OPEN_BY_HANDLE_AT,
        SystemCall.SETNS,
        SystemCall.BPF,
        SystemCall.PERF_EVENT_OPEN,
        SystemCall.USERFAULTFD,
        SystemCall.LOOKUP_DCOOKIE,
        SystemCall.KEYCTL,
        SystemCall.ADD_KEY,
        SystemCall.REQUEST_KEY,
        SystemCall.KEXEC_LOAD,
        SystemCall.KEXEC_FILE_LOAD,
        SystemCall.INIT_MODULE,
        SystemCall.FINIT_MODULE,
        SystemCall.DELETE_MODULE,
        SystemCall.SWAPON,
        SystemCall.SWAPOFF,
        SystemCall.REBOOT,
        SystemCall.ACCT,
        SystemCall.QUOTACTL,
        SystemCall.QUOTACTL_FD,
        SystemCall.NFSSERVCTL,
        SystemCall.SETTIMEOFDAY,
        SystemCall.CLOCK_SETTIME,
        SystemCall.SETHOSTNAME,
        SystemCall.SETDOMAINNAME,
        SystemCall.SYSLOG,
        SystemCall.VHANGUP,
        SystemCall.IOPL,
        SystemCall.IOPERM,
        SystemCall.USELIB
    };

    private static final SystemCall[] REFUSED_WITHOUT_NETWORK = {
        SystemCall.SOCKET,
        SystemCall.CONNECT,
        SystemCall.BIND,
        SystemCall.LISTEN,
        SystemCall.ACCEPT,
        SystemCall.ACCEPT4,
        SystemCall.SENDMMSG
    };

    /** What changes a file without writing to it, which Landlock does not see. */
    private static final SystemCall[] REFUSED_WITHOUT_ATTRIBUTES = {
        SystemCall.CHMOD,
        SystemCall.FCHMOD,
        SystemCall.FCHMODAT,
        SystemCall.FCHMODAT2,
        SystemCall.CHOWN,
        SystemCall.LCHOWN,
        SystemCall.FCHOWN,
        SystemCall.FCHOWNAT,
        SystemCall.UTIME,
        SystemCall.UTIMES,
        SystemCall.FUTIMESAT,
        SystemCall.UTIMENSAT,
        SystemCall.SETXATTR,
        SystemCall.LSETXATTR,
        SystemCall.FSETXATTR,
        SystemCall.SETXATTRAT,
        SystemCall.REMOVEXATTR,
        SystemCall.LREMOVEXATTR,
        SystemCall.FREMOVEXATTR,
        SystemCall.REMOVEXATTRAT,
        SystemCall.FILE_SETATTR
    };

    private SeccompFilter() {}

    /** Return the program for an architecture, as {@code struct sock_filter[]}. */
    static byte[] build(CpuArchitecture architecture, NetworkAccess network) {
        return build(architecture, network, true);
    }

    /**
     * Return the program for an architecture, as {@code struct sock_filter[]}.
     *
     * @param attributes whether modes, owners, times and attributes of files may be changed
     */
    static byte[] build(CpuArchitecture architecture, NetworkAccess network, boolean attributes) {
        boolean isolated = !(network instanceof NetworkAccess.Full);
        BpfProgram program = new BpfProgram();
        program.load(ARCHITECTURE_OFFSET)
                .jumpIfEqual(architecture.auditValue(), "our architecture")
                .answer(KILL_PROCESS)
                .place("our architecture")
                .load(NUMBER_OFFSET);
        if (architecture == CpuArchitecture.X86_64) {
            program.jumpIfAtLeast(X32_BIT, "no such call");
        }
        refuse(program, architecture, REFUSED);
        if (!attributes) {
            for (SystemCall call : REFUSED_WITHOUT_ATTRIBUTES) {
                dispatch(program, architecture, call, "read-only");
            }
        }
        dispatch(program, architecture, SystemCall.CLONE3, "no such call");
        dispatch(program, architecture, SystemCall.CLONE, "clone");
        dispatch(program, architecture, SystemCall.UNSHARE, "unshare");
        dispatch(program, architecture, SystemCall.IOCTL, "ioctl");
        if (isolated) {
            refuse(program, architecture, REFUSED_WITHOUT_NETWORK);
            dispatch(program, architecture, SystemCall.SOCKETPAIR, "socketpair");
            dispatch(program, architecture, SystemCall.SENDTO, "sendto");
        } else {
            dispatch(program, architecture, SystemCall.SOCKET, "socket");
        }
        program.answer(ALLOW);
        addNamespaceChecks(program);
        addTerminalCheck(program);
        if (isolated) {
            addLocalSocketChecks(program);
        } else {
            addFamilyCheck(program);
        }
        program.place("refuse").answer(FAIL_EPERM);
        program.place("read-only").answer(FAIL_EROFS);
        program.place("no such call").answer(FAIL_ENOSYS);
        program.place("allow").answer(ALLOW);
        return program.toBytes();
    }

    private static void refuse(BpfProgram program, CpuArchitecture architecture, SystemCall[] calls) {
        for (SystemCall call : calls) {
            dispatch(program, architecture, call, "refuse");
        }
    }

    private static void dispatch(BpfProgram program, CpuArchitecture architecture, SystemCall call, String target) {
        int number = call.number(architecture);
        if (number != SystemCall.ABSENT) {
            program.jumpIfEqual(number, target);
        }
    }

    private static void addNamespaceChecks(BpfProgram program) {
        program.place("clone")
                .load(lowHalf(0))
                .jumpIfAnyBit(NEW_NAMESPACES, "refuse")
                .answer(ALLOW);
        program.place("unshare")
                .load(lowHalf(0))
                .jumpIfAnyBit(NEW_NAMESPACES | NEW_TIME_NAMESPACE, "refuse")
                .answer(ALLOW);
    }

    /** Typing into the caller's terminal would run commands outside of the sandbox. */
    private static void addTerminalCheck(BpfProgram program) {
        program.place("ioctl")
                .load(lowHalf(1))
                .jumpIfEqual(TIOCSTI, "refuse")
                .jumpIfEqual(TIOCLINUX, "refuse")
                .answer(ALLOW);
    }

    /**
     * Pairs of connected sockets stay, since many programs talk to themselves through them. A datagram socket is none
     * of those: even as one of a pair it can send to any socket in the file system. {@code send} is {@code sendto} with
     * no address.
     */
    private static void addLocalSocketChecks(BpfProgram program) {
        program.place("socketpair")
                .load(lowHalf(0))
                .jumpUnlessEqual(AF_UNIX, "refuse")
                .load(lowHalf(1))
                .and(SOCKET_TYPE_MASK)
                .jumpIfEqual(SOCK_DGRAM, "refuse")
                .answer(ALLOW);
        program.place("sendto")
                .load(lowHalf(4))
                .jumpUnlessEqual(0, "refuse")
                .load(highHalf(4))
                .jumpUnlessEqual(0, "refuse")
                .answer(ALLOW);
    }

    /** Raw packets, virtual machine sockets, the kernel's cipher sockets and the like are no network of ours. */
    private static void addFamilyCheck(BpfProgram program) {
        program.place("socket")
                .load(lowHalf(0))
                .jumpIfEqual(AF_UNIX, "allow")
                .jumpIfEqual(AF_INET, "allow")
                .jumpIfEqual(AF_INET6, "allow")
                .jumpIfEqual(AF_NETLINK, "allow");
    }

    private static int lowHalf(int argument) {
        return ARGUMENTS_OFFSET + 8 * argument;
    }

    private static int highHalf(int argument) {
        return lowHalf(argument) + 4;
    }
}
