package io.codex4j.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/** Cancel work: the side of a {@link Cancellation} that decides. Safe for use by several threads. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CancellationSource implements Cancellation {
    private final Set<Action> actions = new LinkedHashSet<>();
    private boolean cancelled;

    /** Cancel, and run the waiting actions; does nothing the second time. */
    public void cancel() {
        List<Action> due;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            due = new ArrayList<>(actions);
            actions.clear();
        }
        due.forEach(Action::run);
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Registration onCancel(Runnable action) {
        Action waiting = new Action(action);
        synchronized (this) {
            if (!cancelled) {
                actions.add(waiting);
                return waiting;
            }
        }
        waiting.run();
        return waiting;
    }

    private final class Action implements Registration {
        private final Runnable body;

        Action(Runnable body) {
            this.body = body;
        }

        void run() {
            body.run();
        }

        @Override
        public void close() {
            synchronized (CancellationSource.this) {
                actions.remove(this);
            }
        }
    }
}
