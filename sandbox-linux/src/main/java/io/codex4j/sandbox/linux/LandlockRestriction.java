package io.codex4j.sandbox.linux;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.codex4j.sandbox.FileAccess;
import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.WritableRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Restrict one thread, and with it every process that it starts, by Landlock, seccomp and the loss of all capabilities.
 *
 * <p>There is no way back: the thread must end soon, and must never be a virtual one, whose carrier would stay
 * restricted. Constants are from {@code linux/landlock.h}, {@code linux/prctl.h} and {@code linux/capability.h}.
 */
final class LandlockRestriction implements AutoCloseable {
    private static final int NONE = -1;
    private static final int CREATE_RULESET_VERSION = 1;
    private static final int RULE_PATH_BENEATH = 1;

    private static final long WRITE_FILE = 1 << 1;
    private static final long REMOVE_DIR = 1 << 4;
    private static final long REMOVE_FILE = 1 << 5;
    private static final long MAKE_CHAR = 1 << 6;
    private static final long MAKE_DIR = 1 << 7;
    private static final long MAKE_REG = 1 << 8;
    private static final long MAKE_SOCK = 1 << 9;
    private static final long MAKE_FIFO = 1 << 10;
    private static final long MAKE_BLOCK = 1 << 11;
    private static final long MAKE_SYM = 1 << 12;
    private static final long REFER = 1 << 13;
    private static final long TRUNCATE = 1 << 14;

    private static final long SCOPE_ABSTRACT_SOCKET = 1;
    private static final long SCOPE_SIGNAL = 1 << 1;

    private static final int ABI_WITH_REFER = 2;
    private static final int ABI_WITH_TRUNCATE = 3;
    private static final int ABI_WITH_NETWORK = 4;
    static final int ABI_WITH_SCOPES = 6;

    private static final int O_PATH = 0x200000;
    private static final int O_CLOEXEC = 0x80000;

    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_CAPBSET_DROP = 24;
    private static final int LAST_CAPABILITY = 63;
    private static final int CAPABILITY_VERSION_3 = 0x20080522;
    private static final int SECCOMP_SET_MODE_FILTER = 1;

    /** Devices that lead nowhere, and the controlling terminal. */
    private static final String[] HARMLESS_DEVICES = {
        "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty"
    };

    private final int abi;
    private final SandboxPolicy policy;
    private final Memory capabilityHeader = new Memory(8);
    private final Memory noCapabilities = new Memory(24);
    private final Memory program;
    private final Memory programDescription = new Memory(16);
    private int ruleset = NONE;

    /** Prepare everything; the calling thread stays as it is. */
    LandlockRestriction(int abi, SandboxPolicy policy, byte[] filter) throws SandboxException {
        this.abi = abi;
        this.policy = policy;
        capabilityHeader.clear();
        capabilityHeader.setInt(0, CAPABILITY_VERSION_3);
        noCapabilities.clear();
        program = new Memory(filter.length);
        program.write(0, filter, 0, filter.length);
        programDescription.clear();
        programDescription.setShort(0, (short) (filter.length / 8));
        programDescription.setPointer(8, program);
        try {
            makeRuleset();
        } catch (SandboxException e) {
            close();
            throw e;
        }
    }

    /** Return the version of Landlock that the kernel offers, or minus the error number. */
    static int kernelAbi() {
        long abi = CLibrary.call(SystemCall.LANDLOCK_CREATE_RULESET, 0, 0, CREATE_RULESET_VERSION, 0);
        return abi < 0 ? -Native.getLastError() : (int) abi;
    }

    /** Restrict the calling thread. Makes system calls only, so that no other thread is started from here. */
    void apply() throws SandboxException {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread cannot be restricted");
        }
        dropBoundingSet();
        check(CLibrary.call(SystemCall.PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0), "give up new privileges");
        if (ruleset != NONE) {
            check(CLibrary.call(SystemCall.LANDLOCK_RESTRICT_SELF, ruleset, 0, 0, 0), "apply Landlock rules");
        }
        check(
                CLibrary.call(
                        SystemCall.CAPSET,
                        Pointer.nativeValue(capabilityHeader),
                        Pointer.nativeValue(noCapabilities),
                        0,
                        0),
                "drop its capabilities");
        check(
                CLibrary.call(
                        SystemCall.SECCOMP, SECCOMP_SET_MODE_FILTER, 0, Pointer.nativeValue(programDescription), 0),
                "install the system call filter");
    }

    @Override
    public void close() {
        if (ruleset != NONE) {
            CLibrary.close(ruleset);
        }
        capabilityHeader.close();
        noCapabilities.close();
        program.close();
        programDescription.close();
    }

    /** Fails where there is nothing to drop, which is what an ordinary user has. */
    private static void dropBoundingSet() {
        for (int capability = 0; capability <= LAST_CAPABILITY; capability++) {
            if (CLibrary.call(SystemCall.PRCTL, PR_CAPBSET_DROP, capability, 0, 0) < 0) {
                return;
            }
        }
    }

    private void makeRuleset() throws SandboxException {
        boolean writesFree = policy.fileAccess() == FileAccess.UNRESTRICTED;
        long handled = writesFree ? 0 : handledWrites();
        long scoped = scopes();
        if (handled == 0 && scoped == 0) {
            return;
        }
        try (Memory attributes = new Memory(24)) {
            attributes.clear();
            attributes.setLong(0, handled);
            attributes.setLong(16, scoped);
            int size = abi >= ABI_WITH_SCOPES ? 24 : abi >= ABI_WITH_NETWORK ? 16 : 8;
            ruleset = (int) check(
                    CLibrary.call(SystemCall.LANDLOCK_CREATE_RULESET, Pointer.nativeValue(attributes), size, 0, 0),
                    "make Landlock rules");
        }
        if (!writesFree) {
            allowWrites(handled);
        }
    }

    private long handledWrites() {
        long rights = WRITE_FILE
                | REMOVE_DIR
                | REMOVE_FILE
                | MAKE_CHAR
                | MAKE_DIR
                | MAKE_REG
                | MAKE_SOCK
                | MAKE_FIFO
                | MAKE_BLOCK
                | MAKE_SYM;
        if (abi >= ABI_WITH_REFER) {
            rights |= REFER;
        }
        if (abi >= ABI_WITH_TRUNCATE) {
            rights |= TRUNCATE;
        }
        return rights;
    }

    /** Abstract sockets are a network of their own; with the whole network allowed they are too. */
    private long scopes() {
        if (abi < ABI_WITH_SCOPES) {
            return 0;
        }
        return policy.network() instanceof NetworkAccess.Full ? SCOPE_SIGNAL : SCOPE_SIGNAL | SCOPE_ABSTRACT_SOCKET;
    }

    private void allowWrites(long handled) throws SandboxException {
        long fileRights = handled & (WRITE_FILE | TRUNCATE);
        for (WritableRoot root : policy.writableRoots()) {
            Optional<Path> path = MountPlan.realPath(root);
            if (path.isPresent()) {
                allow(path.get(), Files.isDirectory(path.get()) ? handled : fileRights);
            }
        }
        for (String device : HARMLESS_DEVICES) {
            allow(Path.of(device), fileRights);
        }
    }

    /** What does not exist is passed over: there is nothing to write to. */
    private void allow(Path path, long rights) throws SandboxException {
        int fd = CLibrary.open(path.toString(), O_PATH | O_CLOEXEC, 0);
        if (fd < 0) {
            return;
        }
        try (Memory rule = new Memory(12)) {
            rule.setLong(0, rights);
            rule.setInt(8, fd);
            check(
                    CLibrary.call(
                            SystemCall.LANDLOCK_ADD_RULE, ruleset, RULE_PATH_BENEATH, Pointer.nativeValue(rule), 0),
                    "allow writing to " + path);
        } finally {
            CLibrary.close(fd);
        }
    }

    private static long check(long result, String what) throws SandboxException {
        if (result < 0) {
            throw new SandboxException(
                    SandboxException.Reason.SETUP_FAILED,
                    "the sandbox could not " + what + " (error " + Native.getLastError() + ")");
        }
        return result;
    }
}
