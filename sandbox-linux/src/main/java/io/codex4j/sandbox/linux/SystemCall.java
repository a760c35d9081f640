package io.codex4j.sandbox.linux;

/**
 * List the system calls that the filter looks at, and those that we make ourselves, with their numbers.
 *
 * <p>Numbers are from the kernel's {@code syscall_64.tbl} and {@code asm-generic/unistd.h}.
 */
enum SystemCall {
    // Look into or steer another process.
    PTRACE(101, 117),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    PIDFD_GETFD(438, 438),
    KCMP(312, 272),
    // Do system calls behind the filter's back.
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    // Change what is mounted where.
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    PIVOT_ROOT(155, 41),
    CHROOT(161, 51),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    MOUNT_SETATTR(442, 442),
    OPEN_TREE_ATTR(467, 467),
    OPEN_BY_HANDLE_AT(304, 265),
    // Enter or make namespaces.
    SETNS(308, 268),
    UNSHARE(272, 97),
    CLONE(56, 220),
    CLONE3(435, 435),
    // Reach large or seldom tested parts of the kernel.
    BPF(321, 280),
    PERF_EVENT_OPEN(298, 241),
    USERFAULTFD(323, 282),
    LOOKUP_DCOOKIE(212, 18),
    KEYCTL(250, 219),
    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    // Administer the machine.
    KEXEC_LOAD(246, 104),
    KEXEC_FILE_LOAD(320, 294),
    INIT_MODULE(175, 105),
    FINIT_MODULE(313, 273),
    DELETE_MODULE(176, 106),
    SWAPON(167, 224),
    SWAPOFF(168, 225),
    REBOOT(169, 142),
    ACCT(163, 89),
    QUOTACTL(179, 60),
    QUOTACTL_FD(443, 443),
    NFSSERVCTL(180, 42),
    SETTIMEOFDAY(164, 170),
    CLOCK_SETTIME(227, 112),
    SETHOSTNAME(170, 161),
    SETDOMAINNAME(171, 162),
    SYSLOG(103, 116),
    VHANGUP(153, 58),
    IOPL(172, SystemCall.ABSENT),
    IOPERM(173, SystemCall.ABSENT),
    USELIB(134, SystemCall.ABSENT),
    // Change what is known about a file.
    CHMOD(90, SystemCall.ABSENT),
    FCHMOD(91, 52),
    FCHMODAT(268, 53),
    FCHMODAT2(452, 452),
    CHOWN(92, SystemCall.ABSENT),
    LCHOWN(94, SystemCall.ABSENT),
    FCHOWN(93, 55),
    FCHOWNAT(260, 54),
    UTIME(132, SystemCall.ABSENT),
    UTIMES(235, SystemCall.ABSENT),
    FUTIMESAT(261, SystemCall.ABSENT),
    UTIMENSAT(280, 88),
    SETXATTR(188, 5),
    LSETXATTR(189, 6),
    FSETXATTR(190, 7),
    SETXATTRAT(463, 463),
    REMOVEXATTR(197, 14),
    LREMOVEXATTR(198, 15),
    FREMOVEXATTR(199, 16),
    REMOVEXATTRAT(466, 466),
    FILE_SETATTR(469, 469),
    // Terminals and sockets, judged by their arguments.
    IOCTL(16, 29),
    SOCKET(41, 198),
    SOCKETPAIR(53, 199),
    CONNECT(42, 203),
    BIND(49, 200),
    LISTEN(50, 201),
    ACCEPT(43, 202),
    ACCEPT4(288, 242),
    SENDTO(44, 206),
    SENDMMSG(307, 269),
    // Made by ourselves.
    PRCTL(157, 167),
    CAPSET(126, 91),
    SECCOMP(317, 277),
    LANDLOCK_CREATE_RULESET(444, 444),
    LANDLOCK_ADD_RULE(445, 445),
    LANDLOCK_RESTRICT_SELF(446, 446);

    /** Stands for a call that an architecture does not have. */
    static final int ABSENT = -1;

    private final int x86;
    private final int arm;

    SystemCall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    /** Return the number of this call, or {@link #ABSENT}. */
    int number(CpuArchitecture architecture) {
        return switch (architecture) {
            case X86_64 -> x86;
            case AARCH64 -> arm;
        };
    }
}
