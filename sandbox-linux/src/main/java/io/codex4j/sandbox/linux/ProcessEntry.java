package io.codex4j.sandbox.linux;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of the process table, from {@code /proc/<pid>/stat}.
 *
 * @param pid process id
 * @param state one letter; Z and X are dead
 * @param parent process id of the parent
 * @param group process group
 * @param session session, named by the process that made it
 * @param startTicks when it started, in clock ticks since boot: tells a process from a later one with the same id
 */
record ProcessEntry(long pid, char state, long parent, long group, long session, long startTicks) {
    private static final int START_FIELD = 19;

    boolean isDead() {
        return state == 'Z' || state == 'X';
    }

    static Optional<ProcessEntry> of(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/stat"));
            return parse(pid, new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Parse a line; the name of the program, which may hold anything, ends at the last parenthesis. */
    static Optional<ProcessEntry> parse(long pid, String line) {
        int end = line.lastIndexOf(") ");
        if (end < 0) {
            return Optional.empty();
        }
        String[] fields = line.substring(end + 2).split(" ", -1);
        if (fields.length <= START_FIELD || fields[0].isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcessEntry(
                    pid,
                    fields[0].charAt(0),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[START_FIELD])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Return the ids of all processes that we can see. */
    static List<Long> allIds() {
        List<Long> ids = new ArrayList<>();
        String[] names = new File("/proc").list();
        if (names == null) {
            return ids;
        }
        for (String name : names) {
            if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
                ids.add(Long.valueOf(name));
            }
        }
        return ids;
    }

    static List<ProcessEntry> all() {
        List<ProcessEntry> entries = new ArrayList<>();
        for (long pid : allIds()) {
            of(pid).ifPresent(entries::add);
        }
        return entries;
    }
}
