package io.codex4j.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Collect what a process prints, while it prints. Safe for use by several threads. */
final class ProcessOutput {
    /** What is kept; the rest is read and thrown away, so that a process that never stops cannot eat the test. */
    private static final int MOST_BYTES = 64 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean ended;

    static ProcessOutput read(InputStream stream, String name) {
        ProcessOutput output = new ProcessOutput();
        Thread.ofVirtual().name(name).start(() -> output.collect(stream));
        return output;
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Return the lines that are complete. */
    String lines() {
        String text = text();
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    synchronized boolean isEnded() {
        return ended;
    }

    /** Wait until nothing more can come, or the time is over. */
    synchronized void awaitEnd(Deadline deadline) throws InterruptedException {
        while (!ended && !deadline.isOver()) {
            wait(deadline.millisLeft());
        }
    }

    private void collect(InputStream stream) {
        byte[] buffer = new byte[1 << 16];
        try (stream) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                add(buffer, count);
            }
        } catch (IOException e) {
            // Closed under our hands: the process was killed, so this is its end.
            return;
        } finally {
            end();
        }
    }

    private synchronized void add(byte[] buffer, int count) {
        bytes.write(buffer, 0, Math.min(count, MOST_BYTES - bytes.size()));
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
