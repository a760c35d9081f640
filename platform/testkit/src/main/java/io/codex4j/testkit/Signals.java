package io.codex4j.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Send signals to processes that heed them. */
final class Signals {
    private static final Path OWN_STATUS = Path.of("/proc/self/status");
    private static final String IGNORED = "SigIgn:";
    private static final long INTERRUPT_BIT = 1 << 1;

    private Signals() {}

    /**
     * Return what to put before a command so that it heeds SIGINT: a shell that runs the build in the background
     * has made us ignore that signal, and what is ignored is inherited.
     */
    static List<String> launchPrefix() {
        return isInterruptIgnored() ? List.of("env", "--default-signal=INT") : List.of();
    }

    static void send(Process process, String signal) throws InterruptedException {
        try {
            Process kill = new ProcessBuilder("kill", "-s", signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (kill.waitFor() != 0 && process.isAlive()) {
                throw new IllegalStateException("cannot send SIG" + signal + " to process " + process.pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInterruptIgnored() {
        if (!Files.isReadable(OWN_STATUS)) {
            return false;
        }
        try {
            for (String line : Files.readAllLines(OWN_STATUS)) {
                if (line.startsWith(IGNORED)) {
                    long mask = Long.parseUnsignedLong(
                            line.substring(IGNORED.length()).strip(), 16);
                    return (mask & INTERRUPT_BIT) != 0;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
