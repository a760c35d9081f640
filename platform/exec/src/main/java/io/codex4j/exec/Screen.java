package io.codex4j.exec;

import java.time.Duration;

/**
 * Print blocks of lines, and below them, on a terminal, one line that tells what is going on for longer than a second.
 * Safe for several threads.
 */
final class Screen implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static final Duration FRAME = Duration.ofMillis(100);
    private static final String ERASE = "\r\u001b[K";
    /** Short, so that the line does not wrap: a wrapped line could not be erased. */
    private static final int MAX_LABEL = 48;

    private final Output out;
    private final Ink ink;
    private final boolean animated;
    private final Duration patience;
    private String label = "";
    private long begun;
    private long quietSince;
    private int frame;
    private boolean drawn;
    private boolean closed;
    private boolean running;

    /**
     * Take a stream.
     *
     * @param animated whether it is a terminal whose lines can be erased
     * @param patience how long nothing must have been printed before the line appears
     */
    Screen(Output out, Ink ink, boolean animated, Duration patience) {
        this.out = out;
        this.ink = ink;
        this.animated = animated;
        this.patience = patience;
    }

    /** Print lines, each with its line feed. */
    synchronized void print(String lines) {
        out.print(drawn ? ERASE + lines : lines);
        drawn = false;
        quietSince = System.nanoTime();
    }

    /** Say what is going on from now on; an empty text means nothing. */
    synchronized void activity(String text) {
        if (!animated || closed) {
            return;
        }
        erase();
        label = shorten(text);
        begun = System.nanoTime();
        quietSince = begun;
        if (!running && !label.isEmpty()) {
            running = true;
            Thread.ofVirtual().name("spinner").start(this::animate);
        }
    }

    private static String shorten(String text) {
        String line = text.replace('\n', ' ').replace('\t', ' ');
        if (line.length() <= MAX_LABEL) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_LABEL - 2)) ? MAX_LABEL - 2 : MAX_LABEL - 1;
        return line.substring(0, end) + "…";
    }

    private void animate() {
        try {
            while (draw()) {
                Thread.sleep(FRAME);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean draw() {
        long now = System.nanoTime();
        if (!closed && !label.isEmpty() && now - quietSince >= patience.toNanos()) {
            long seconds = Duration.ofNanos(now - begun).toSeconds();
            String spin = FRAMES.substring(frame, frame + 1);
            frame = (frame + 1) % FRAMES.length();
            out.print("\r" + ink.dim(spin + " " + label + " (" + seconds + "s)") + "\u001b[K");
            drawn = true;
        }
        return !closed;
    }

    private void erase() {
        if (drawn) {
            out.print(ERASE);
            drawn = false;
        }
    }

    @Override
    public synchronized void close() {
        erase();
        closed = true;
    }
}
