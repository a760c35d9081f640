package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.windows.ipc.Frame;
import io.codex4j.sandbox.windows.ipc.FrameReader;
import io.codex4j.sandbox.windows.ipc.FrameWriter;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carry what a child and a parent say to each other, until the child has ended and its output, too.
 *
 * <p>Nothing that the child does or leaves undone keeps the messages of the parent from being read: so its wish to end
 * the child, and its own end, are noticed at once.
 */
final class LiveSession {
    /** The exit code of a child whose time was over. */
    private static final int TIMED_OUT = 192;

    private static final int TERMINATED = 1;
    private static final int BLOCK_SIZE = 32 << 10;
    /** How long the death of what was ended may take. */
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(5);
    /** How long somebody who is probably gone is waited for. */
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(1);

    private final ChildProcess child;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final InputBacklog backlog;
    private final RunnerLog log;
    private int openOutputs = 2;
    private boolean killed;
    private long killedAt;
    private boolean ending;
    private boolean abandoned;
    private boolean exitSent;
    private boolean parentGone;
    private @Nullable String lastWords;

    LiveSession(ChildProcess child, FrameReader reader, FrameWriter writer, InputBacklog backlog, RunnerLog log) {
        this.child = child;
        this.reader = reader;
        this.writer = writer;
        this.backlog = backlog;
        this.log = log;
    }

    /** Return the exit code of the runner: that of the child, or 1 if the parent went away before. */
    int run(Duration atMost, boolean inputOpen) throws InterruptedException {
        if (!inputOpen) {
            backlog.end();
        }
        start("stdout", () -> pump(child.stdout(), Message.Stream.STDOUT));
        start("stderr", () -> pump(child.stderr(), Message.Stream.STDERR));
        start("stdin", this::feed);
        start("frames", this::readFrames);
        Message.Exit exit = awaitChild(atMost);
        // Not on this thread: the console may wait for its last output to be read.
        start("console", child::endOutput);
        awaitOutputs();
        return end(exit);
    }

    private static void start(String name, Runnable task) {
        Thread.ofPlatform().daemon().name(name).start(task);
    }

    private Message.Exit awaitChild(Duration atMost) {
        try {
            boolean timedOut = !child.awaitEnd(atMost);
            if (timedOut) {
                kill(TIMED_OUT);
                child.awaitEnd(LONGEST_DEATH);
            }
            int code = child.finish();
            return new Message.Exit(timedOut ? TIMED_OUT : code, timedOut);
        } catch (Win32Exception e) {
            kill(TERMINATED);
            log.add("the child was lost: " + e.getMessage());
            return new Message.Exit(TERMINATED, false);
        }
    }

    /** What the child started may hold its output for long; if all of that was killed it ends soon. */
    private synchronized void awaitOutputs() throws InterruptedException {
        while (openOutputs > 0) {
            if (!killed) {
                wait();
                continue;
            }
            long left = killedAt + LONGEST_DEATH.toNanos() - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private int end(Message.Exit exit) throws InterruptedException {
        Message.Exit last;
        synchronized (this) {
            ending = true;
            last = abandoned ? new Message.Exit(TERMINATED, false) : exit;
            if (!killed) {
                releaseDescendants();
            }
        }
        start("exit", () -> sendExit(last));
        awaitSent();
        return last.exitCode();
    }

    private void releaseDescendants() {
        try {
            child.releaseDescendants();
        } catch (Win32Exception e) {
            log.add("what the child left running ends with it: " + e.getMessage());
        }
    }

    private void sendExit(Message.Exit exit) {
        String words = lastWords();
        boolean sent = words == null
                || send(new Message.Output(words.getBytes(StandardCharsets.UTF_8), Message.Stream.STDERR));
        if (sent) {
            send(exit);
        }
        synchronized (this) {
            exitSent = true;
            notifyAll();
        }
    }

    private synchronized @Nullable String lastWords() {
        return lastWords;
    }

    private synchronized void awaitSent() throws InterruptedException {
        long deadline = 0;
        while (!exitSent) {
            if (!parentGone) {
                wait();
                continue;
            }
            long now = System.nanoTime();
            deadline = deadline == 0 ? now + LONGEST_GOODBYE.toNanos() : deadline;
            if (now >= deadline) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, deadline - now);
        }
    }

    private void pump(InputStream output, Message.Stream stream) {
        byte[] block = new byte[BLOCK_SIZE];
        try {
            while (true) {
                int count = read(output, block);
                if (count < 0 || !send(new Message.Output(Arrays.copyOf(block, count), stream))) {
                    return;
                }
            }
        } finally {
            outputEnded();
        }
    }

    /** What cannot be read any more has ended. */
    private static int read(InputStream output, byte[] block) {
        try {
            return output.read(block);
        } catch (IOException e) {
            return -1;
        }
    }

    private synchronized void outputEnded() {
        openOutputs--;
        notifyAll();
    }

    private boolean send(Message message) {
        try {
            writer.write(message);
            return true;
        } catch (IOException e) {
            parentGone();
            return false;
        }
    }

    private void feed() {
        try {
            for (byte[] input = backlog.take(); input != null; input = backlog.take()) {
                if (!give(input)) {
                    break;
                }
            }
        } catch (IOException e) {
            loseInput(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        backlog.discard();
        child.closeInput();
    }

    /** A child may close its input, or end, before it has read all of it. */
    private boolean give(byte[] input) {
        try {
            child.stdin().write(input);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void readFrames() {
        try {
            for (Frame frame = reader.read(); frame != null; frame = reader.read()) {
                handle(frame.message());
            }
        } catch (IOException e) {
            log.add("the parent sent what is no frame: " + e.getMessage());
        } finally {
            parentGone();
        }
    }

    private void handle(Message message) {
        switch (message) {
            case Message.Stdin input -> add(input.data());
            case Message.CloseStdin end -> backlog.end();
            case Message.Resize resize -> resize(resize);
            case Message.Terminate terminate -> kill(TERMINATED);
            case Message.SpawnRequest second -> {}
            case Message.ToParent echo -> {}
        }
    }

    private void add(byte[] input) {
        try {
            backlog.add(input);
        } catch (IOException e) {
            loseInput(e);
        }
    }

    /** A child that misses a part of its input may do anything but what was meant. */
    private void loseInput(IOException cause) {
        synchronized (this) {
            lastWords = "The command was ended: its input was lost (" + cause.getMessage() + ").\n";
        }
        log.add("the input of the child was lost: " + cause.getMessage());
        kill(TERMINATED);
    }

    private void resize(Message.Resize resize) {
        try {
            child.resize(resize.size());
        } catch (Win32Exception e) {
            log.add("the console keeps its size: " + e.getMessage());
        }
    }

    private synchronized void kill(int exitCode) {
        if (ending) {
            return;
        }
        if (!killed) {
            killed = true;
            killedAt = System.nanoTime();
        }
        notifyAll();
        try {
            child.terminate(exitCode);
        } catch (Win32Exception e) {
            log.add("the child could not be ended: " + e.getMessage());
        }
    }

    private synchronized void parentGone() {
        parentGone = true;
        abandoned |= !ending;
        kill(TERMINATED);
        notifyAll();
    }
}
