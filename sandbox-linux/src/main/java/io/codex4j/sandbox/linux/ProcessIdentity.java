package io.codex4j.sandbox.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Name a process so that no other one, now or later, has the same name: process id, start, boot and pid namespace.
 *
 * <p>The text is used in names of folders and in environment variables; it has letters, digits and dashes only.
 *
 * @param pid process id
 * @param startTicks start of the process in clock ticks since boot
 * @param place boot and pid namespace in which the id means something
 */
record ProcessIdentity(long pid, long startTicks, String place) {
    private static final int BOOT_ID_LENGTH = 8;

    private static final class Own {
        static final ProcessIdentity INSTANCE = read();

        private static ProcessIdentity read() {
            long pid = ProcessHandle.current().pid();
            long start = ProcessEntry.of(pid).map(ProcessEntry::startTicks).orElse(0L);
            return new ProcessIdentity(pid, start, bootId() + "-" + pidNamespace());
        }
    }

    /** Return the name of this JVM. */
    static ProcessIdentity own() {
        return Own.INSTANCE;
    }

    String text() {
        return pid + "-" + startTicks + "-" + place;
    }

    static Optional<ProcessIdentity> parse(String text) {
        String[] parts = text.split("-", 3);
        if (parts.length < 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcessIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Tell whether the process is surely gone; of a process in another container nothing is sure. */
    boolean isSurelyDead() {
        if (!place.equals(own().place)) {
            return false;
        }
        Optional<ProcessEntry> entry = ProcessEntry.of(pid);
        return entry.isEmpty() || entry.get().startTicks() != startTicks;
    }

    private static String bootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).substring(0, BOOT_ID_LENGTH);
        } catch (IOException | IndexOutOfBoundsException e) {
            return "unknown";
        }
    }

    private static String pidNamespace() {
        try {
            String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return link.substring(link.indexOf('[') + 1, link.length() - 1);
        } catch (IOException | IndexOutOfBoundsException e) {
            return "unknown";
        }
    }
}
