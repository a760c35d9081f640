package io.codex4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Let a task end in order when the process is told to stop. */
final class ProcessSignals {
    private static final int SIGNAL_BASE = 128;
    private static final int HANGUP = 1;
    private static final int INTERRUPT = 2;
    private static final int TERMINATE = 15;

    private final Response response;
    private final List<Runnable> restorations = new ArrayList<>();
    private final AtomicInteger interrupts = new AtomicInteger();
    private volatile boolean ending;

    private ProcessSignals(Response response) {
        this.response = response;
    }

    /** What is done about signals; called on threads of its own. */
    interface Response {
        /**
         * Take note of Ctrl-C.
         *
         * @param count how many there were, with this one
         * @return whether the task goes on to its end; else it is terminated, and the process ends
         */
        boolean interrupt(int count);

        /** End the task and all of its processes without ado; returns when they are dead. */
        void terminate();
    }

    /** Something that takes a while. */
    interface Task {
        int run() throws CommandFailure, UsageError, InterruptedException;
    }

    /** Run a task and return its exit code; after a signal that ends the process, this method does not return. */
    static int guard(Response response, Task task) throws CommandFailure, UsageError, InterruptedException {
        ProcessSignals signals = new ProcessSignals(response);
        signals.install();
        try {
            return task.run();
        } finally {
            signals.leave();
        }
    }

    private void install() {
        restorations.add(SignalHandlers.on("INT", this::interrupted));
        restorations.add(SignalHandlers.on("TERM", () -> end(TERMINATE)));
        restorations.add(SignalHandlers.on("HUP", () -> end(HANGUP)));
    }

    private void leave() throws InterruptedException {
        if (ending) {
            // The task has ended because of the signal, whose exit code is the one that counts.
            new CountDownLatch(1).await();
        }
        restorations.forEach(Runnable::run);
    }

    private void interrupted() {
        if (!response.interrupt(interrupts.incrementAndGet())) {
            end(INTERRUPT);
        }
    }

    private void end(int signal) {
        ending = true;
        try {
            response.terminate();
        } finally {
            Runtime.getRuntime().exit(SIGNAL_BASE + signal);
        }
    }
}
