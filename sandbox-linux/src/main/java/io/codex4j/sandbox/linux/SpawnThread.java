package io.codex4j.sandbox.linux;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Start processes from one thread that lives as long as the JVM.
 *
 * <p>"Die with your parent" means the parent thread to Linux: a process that asks for it is killed when the thread that
 * started it ends, be it a pooled carrier of virtual threads that was idle for a while.
 */
final class SpawnThread {
    private static final BlockingQueue<FutureTask<Process>> QUEUE = new LinkedBlockingQueue<>();
    private static boolean running;

    private SpawnThread() {}

    static Process start(ProcessBuilder builder) throws IOException {
        ensureRunning();
        FutureTask<Process> task = new FutureTask<>(builder::start);
        QUEUE.add(task);
        return Uninterruptibly.call(() -> {
            try {
                return task.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            }
        });
    }

    private static synchronized void ensureRunning() {
        if (!running) {
            running = true;
            Thread.ofPlatform().daemon().name("sandbox-parent").start(SpawnThread::serve);
        }
    }

    private static void serve() {
        while (true) {
            Uninterruptibly.call(QUEUE::take).run();
        }
    }
}
