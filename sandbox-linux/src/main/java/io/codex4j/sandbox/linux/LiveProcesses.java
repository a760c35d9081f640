package io.codex4j.sandbox.linux;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Know every process that was not closed, so that none outlives an orderly end of this JVM. */
final class LiveProcesses {
    private static final Set<LinuxProcess> PROCESSES = new LinkedHashSet<>();
    private static boolean hooked;

    private LiveProcesses() {}

    static synchronized void add(LinuxProcess process) {
        if (!hooked) {
            hooked = true;
            try {
                Runtime.getRuntime()
                        .addShutdownHook(
                                Thread.ofPlatform().name("sandbox-shutdown").unstarted(LiveProcesses::closeAll));
            } catch (IllegalStateException e) {
                // The JVM is ending already: whoever started this process now must close it, or the guardian will.
                hooked = false;
            }
        }
        PROCESSES.add(process);
    }

    static synchronized void remove(LinuxProcess process) {
        PROCESSES.remove(process);
    }

    private static synchronized List<LinuxProcess> all() {
        return new ArrayList<>(PROCESSES);
    }

    private static void closeAll() {
        List<LinuxProcess> processes = all();
        for (LinuxProcess process : processes) {
            process.killAll();
        }
        for (LinuxProcess process : processes) {
            process.close();
        }
        Guardian.instance().dismiss();
    }
}
