package io.codex4j.sandbox.windows.runner;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apiguardian.api.API;

/**
 * Name the streams that a child is to use as if it had inherited them.
 *
 * @param in what it reads
 * @param out what its output is written to
 * @param errors what its errors are written to
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record CallerStreams(InputStream in, OutputStream out, OutputStream errors) {
    private static final int BUFFER = 1 << 15;
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(50);

    /** Return the streams of this process. */
    public static CallerStreams ofThisProcess() {
        return new CallerStreams(System.in, System.out, System.err);
    }

    /** Wait for output that is on its way. */
    interface Delivery {
        /** Wait until all is written, or until nobody wants it any more. */
        void await(BooleanSupplier unwanted);
    }

    /** Move bytes in both directions, each on a thread of its own, until there are none. */
    Delivery connect(OutputStream childIn, InputStream childOut, InputStream childErrors) {
        // Reading our input cannot be ended, so this thread may outlive the child.
        start("input", () -> {
            try (childIn) {
                move(in, childIn);
            }
        });
        List<Thread> output =
                List.of(start("output", () -> move(childOut, out)), start("errors", () -> move(childErrors, errors)));
        return unwanted -> {
            for (Thread thread : output) {
                await(thread, unwanted);
            }
        };
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Thread start(String name, Work work) {
        return Thread.ofPlatform().daemon().name("runner-" + name).start(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One of the two sides is closed: nothing more can be moved.
                return;
            }
        });
    }

    private static void move(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.write(buffer, 0, count);
                to.flush();
            }
        } catch (IOException e) {
            // Who wrote is not to wait for somebody who will not read.
            from.close();
            throw e;
        }
    }

    private static void await(Thread thread, BooleanSupplier unwanted) {
        try {
            while (!thread.join(LOOK_AGAIN_AFTER) && !unwanted.getAsBoolean()) {
                // Whoever reads our output may take his time.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
