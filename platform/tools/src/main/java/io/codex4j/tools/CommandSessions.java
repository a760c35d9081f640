package io.codex4j.tools;

import io.codex4j.api.tool.ActionRefusedException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Keep the running commands of a session, at most 64 beyond the calls that started them. */
final class CommandSessions implements AutoCloseable {
    static final int MAX_KEPT = 64;

    private static final int LOWEST_ID = 10_000;
    private static final int HIGHEST_ID = 99_999;
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Set<RunningCommand> live = new HashSet<>();
    private final Map<Integer, Session> kept = new LinkedHashMap<>();
    private boolean closed;

    /**
     * A command that goes on after the call that started it.
     *
     * @param interactive whether it still reads its input
     * @param terminal whether a terminal turns control characters into signals
     */
    record Session(RunningCommand command, boolean interactive, boolean terminal) {}

    /** Start a command. */
    interface Starter {
        RunningCommand start() throws ActionRefusedException;
    }

    /**
     * Start a command that ends at the latest when this is closed.
     *
     * @throws ActionRefusedException if the host refuses it
     */
    RunningCommand start(Starter starter) throws ActionRefusedException {
        RunningCommand command = starter.start();
        boolean late;
        synchronized (this) {
            late = closed;
            live.add(command);
        }
        if (late) {
            command.close();
        }
        command.watch(() -> dispose(command));
        if (late) {
            throw new CancellationException("the session has ended");
        }
        return command;
    }

    private synchronized void dispose(RunningCommand command) {
        live.remove(command);
    }

    /** Keep a command for later calls and return its id; when there are too many, an old one is killed. */
    int keep(Session session) {
        Session surplus;
        int id;
        synchronized (this) {
            surplus = kept.size() >= MAX_KEPT ? removeOldest() : null;
            do {
                id = ThreadLocalRandom.current().nextInt(LOWEST_ID, HIGHEST_ID + 1);
            } while (kept.containsKey(id));
            kept.put(id, session);
        }
        if (surplus != null) {
            surplus.command().kill();
        }
        return id;
    }

    private @Nullable Session removeOldest() {
        Integer oldest = kept.keySet().iterator().next();
        for (Map.Entry<Integer, Session> entry : kept.entrySet()) {
            if (entry.getValue().command().hasEnded()) {
                oldest = entry.getKey();
                break;
            }
        }
        return kept.remove(oldest);
    }

    synchronized @Nullable Session find(long id) {
        return id < LOWEST_ID || id > HIGHEST_ID ? null : kept.get((int) id);
    }

    synchronized void forget(long id) {
        kept.remove((int) id);
    }

    /** Kill all commands and wait a moment until they are gone. */
    @Override
    public void close() {
        List<RunningCommand> commands;
        synchronized (this) {
            closed = true;
            kept.clear();
            commands = List.copyOf(live);
        }
        for (RunningCommand command : commands) {
            command.close();
        }
        long deadline = System.nanoTime() + CLOSING.toNanos();
        try {
            for (RunningCommand command : commands) {
                command.awaitDisposal(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
