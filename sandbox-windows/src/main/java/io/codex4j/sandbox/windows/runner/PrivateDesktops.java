package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.ResourceLimits;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * Make desktops that children are put on, so that they can neither see nor steer the windows of the user: one for each user
 * of the sandbox and policy. They live until this is closed. Safe for several threads.
 *
 * <p>Source of the names and rights: the Codex CLI 0.169, as measured on its programs.
 */
final class PrivateDesktops implements AutoCloseable {
    private static final String PREFIX = "CodexSandboxDesktop-";
    private static final int NAME_BITS = 128;

    private final Processes processes;
    private final Map<Key, Desktop> desktops = new HashMap<>();

    private record Key(String userSid, SandboxPolicy policy) {}

    private record Desktop(String name, Handle handle) {}

    PrivateDesktops(Processes processes) {
        this.processes = processes;
    }

    /** Return the name of a desktop that belongs to one user and may be used by another. */
    synchronized String name(String ownerSid, String userSid, SandboxPolicy policy) throws RunnerFailure {
        // Limits change from command to command, and decide nothing about who sees what.
        Key key = new Key(userSid, policy.withLimits(ResourceLimits.NONE));
        Desktop desktop = desktops.get(key);
        if (desktop == null || !exists(desktop)) {
            desktop = create("D:P(A;;0xf01ff;;;" + ownerSid + ")(A;;0x201ff;;;" + userSid + ")");
            Desktop gone = desktops.put(key, desktop);
            if (gone != null) {
                processes.closeDesktop(gone.handle());
            }
        }
        return desktop.name();
    }

    /** Tell whether others still find it: Wine takes its name away when its last program has ended, whoever holds it. */
    private boolean exists(Desktop desktop) {
        try {
            processes.closeDesktop(processes.openDesktop(desktop.name()));
            return true;
        } catch (Win32Exception e) {
            return false;
        }
    }

    private Desktop create(String sddl) throws RunnerFailure {
        String name = PREFIX + new BigInteger(NAME_BITS, new SecureRandom()).toString(16);
        try {
            return new Desktop(name, processes.createDesktop(name, sddl));
        } catch (Win32Exception e) {
            throw RunnerFailure.of("no desktop can be made for the command", e);
        }
    }

    @Override
    public synchronized void close() {
        for (Desktop desktop : desktops.values()) {
            processes.closeDesktop(desktop.handle());
        }
        desktops.clear();
    }
}
