package io.codex4j.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keep requests, and let threads wait for them. Safe for use by several threads. */
final class RequestLog {
    private final List<RecordedRequest> requests = new ArrayList<>();

    synchronized void add(RecordedRequest request) {
        requests.add(request);
        notifyAll();
    }

    synchronized void clear() {
        requests.clear();
    }

    synchronized List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    synchronized List<RecordedRequest> await(int count, Duration timeout) throws InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        while (requests.size() < count) {
            if (deadline.isOver()) {
                throw new AssertionError("expected " + count + " requests within " + timeout + ", got "
                        + requests.size() + ": " + requests);
            }
            wait(deadline.millisLeft());
        }
        return requests();
    }
}
