package io.codex4j.engine;

import io.codex4j.protocol.Event;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Events on their way to the front end. Bounded: a front end that is slow slows the session down, and costs no memory. */
final class EventQueue {
    private static final int CAPACITY = 1024;

    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(CAPACITY);
    private volatile boolean abandoned;

    /** Append an event; waits while the queue is full, and drops it when nobody reads any more. */
    void put(Event event) {
        boolean interrupted = false;
        while (!abandoned) {
            try {
                if (queue.offer(event, 100, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                // An event is never lost to an interrupt: the thread is told again once it is delivered.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    Event take() throws InterruptedException {
        return queue.take();
    }

    /** Let writers go on although nobody reads any more. */
    void abandon() {
        abandoned = true;
    }
}
