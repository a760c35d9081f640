package io.codex4j.sandbox.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A process in a session of its own, and everything that it started, as far as that can be told without a namespace.
 *
 * <p>A process belongs to the tree if it is in a session of the tree, or if its parent belongs to it, or if it still
 * carries the mark in its environment. What wins the race against all three (forks twice, makes a session, clears its
 * environment) escapes; bubblewrap does not have this hole.
 */
final class ProcessTree {
    /** The variable that marks every process of a tree. */
    static final String MARK_VARIABLE = "CODEX4J_PROCESS";

    private static final int MOST_SWEEPS = 50;

    private final long leader;
    private final long leaderStart;
    private final byte[] mark;
    private final Set<Long> sessions = new HashSet<>();

    ProcessTree(long leader, String mark) {
        this.leader = leader;
        this.leaderStart = ProcessEntry.of(leader).map(ProcessEntry::startTicks).orElse(0L);
        this.mark = (MARK_VARIABLE + "=" + mark).getBytes(StandardCharsets.UTF_8);
        sessions.add(leader);
    }

    /** Return the given environment with the mark. */
    static Map<String, String> marked(Map<String, String> environment, String mark) {
        Map<String, String> marked = new HashMap<>(environment);
        marked.put(MARK_VARIABLE, mark);
        return marked;
    }

    /** Kill every process of the tree, again and again until none is found: they may fork while we look. */
    synchronized void kill() {
        if (leaderIdWasReused()) {
            sessions.remove(leader);
        }
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            List<Long> found = findMembers();
            if (found.isEmpty()) {
                return;
            }
            for (long pid : found) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private boolean leaderIdWasReused() {
        Optional<ProcessEntry> entry = ProcessEntry.of(leader);
        return entry.isPresent() && entry.get().startTicks() != leaderStart;
    }

    private List<Long> findMembers() {
        long own = ProcessHandle.current().pid();
        List<ProcessEntry> undecided = new ArrayList<>();
        Set<Long> members = new HashSet<>();
        for (ProcessEntry entry : ProcessEntry.all()) {
            if (entry.pid() == own || entry.isDead() || entry.startTicks() < leaderStart) {
                continue;
            }
            if (isMarked(entry.pid())) {
                join(entry, members);
            } else {
                undecided.add(entry);
            }
        }
        boolean grown = true;
        while (grown) {
            grown = undecided.removeIf(entry -> {
                boolean member = sessions.contains(entry.session()) || members.contains(entry.parent());
                if (member) {
                    join(entry, members);
                }
                return member;
            });
        }
        return new ArrayList<>(members);
    }

    /** A session that a member made is all ours; one that it only lives in may be anybody's. */
    private void join(ProcessEntry entry, Set<Long> members) {
        members.add(entry.pid());
        if (entry.session() == entry.pid() || members.contains(entry.session())) {
            sessions.add(entry.session());
        }
    }

    private boolean isMarked(long pid) {
        byte[] environment;
        try {
            environment = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
        } catch (IOException e) {
            return false;
        }
        int start = 0;
        for (int index = 0; index <= environment.length; index++) {
            if (index == environment.length || environment[index] == 0) {
                if (Arrays.equals(environment, start, index, mark, 0, mark.length)) {
                    return true;
                }
                start = index + 1;
            }
        }
        return false;
    }
}
