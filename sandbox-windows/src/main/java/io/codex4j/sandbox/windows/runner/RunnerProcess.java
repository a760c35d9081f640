package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.windows.ipc.Frame;
import io.codex4j.sandbox.windows.ipc.FrameException;
import io.codex4j.sandbox.windows.ipc.FrameReader;
import io.codex4j.sandbox.windows.ipc.FrameWriter;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.pipe.PipePair;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hold a command runner that is connected: idle at first, then serving one session. A thread listens to it from the start,
 * so that its end is noticed at once; that thread frees everything.
 */
final class RunnerProcess {
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);
    private static final int KILLED = 1;

    /** What a runner has to say. */
    sealed interface Heard {
        /** A message. */
        record Said(Message.ToParent message) implements Heard {}

        /**
         * Nothing more.
         *
         * @param reason half a sentence about it
         */
        record Silence(String reason) implements Heard {}
    }

    private final Processes processes;
    private final Processes.Started process;
    private final PipePair pipes;
    private final OutputStream toRunner;
    private final FrameReader reader;

    private @Nullable Thread listener;
    private @Nullable SessionProcess session;
    private boolean ended;
    private boolean freed;

    RunnerProcess(Processes processes, Processes.Started process, PipePair pipes) {
        this.processes = processes;
        this.process = process;
        this.pipes = pipes;
        toRunner = pipes.output();
        reader = new FrameReader(pipes.input());
    }

    /** Listen to it from now on; {@code onEnd} is told when all is over and freed. */
    void listen(Runnable onEnd) {
        synchronized (this) {
            listener = start("listener", () -> {
                listen();
                onEnd.run();
            });
        }
    }

    private Thread start(String name, Runnable work) {
        return Thread.ofPlatform()
                .daemon()
                .name("runner-" + name + "-" + Integer.toUnsignedString(process.id()))
                .start(work);
    }

    /** Let it serve a session whose streams the caller of the session gets. */
    SessionProcess serve(Message.SpawnRequest request) throws RunnerFailure {
        return serve(request, null);
    }

    /** Let it serve a session, on the caller's streams if there are some. */
    SessionProcess serve(Message.SpawnRequest request, @Nullable CallerStreams streams) throws RunnerFailure {
        synchronized (this) {
            if (ended || session != null) {
                throw RunnerFailure.of("the command runner is no longer there");
            }
            Outbox outbox = new Outbox(new FrameWriter(toRunner), request);
            session = new SessionProcess(this, outbox, request, streams);
            start("writer", () -> write(outbox));
            return session;
        }
    }

    private void write(Outbox outbox) {
        try {
            outbox.run();
        } catch (FrameException e) {
            synchronized (this) {
                if (session != null) {
                    session.fail("the command cannot be sent to the command runner: " + e.getMessage());
                }
            }
            terminate();
        }
    }

    /** Tell whether it lives and says nothing, as an idle runner should. */
    boolean isIdle() {
        synchronized (this) {
            return !ended && session == null && !hasEnded();
        }
    }

    private void listen() {
        Heard first = hear();
        SessionProcess served;
        synchronized (this) {
            served = session;
            ended = served == null;
        }
        if (served == null) {
            terminate();
        } else {
            served.run(first);
        }
        free();
    }

    /** Wait for what the runner says next. */
    Heard hear() {
        try {
            Frame frame = reader.read();
            if (frame == null) {
                return new Heard.Silence("it closed its pipe too early");
            }
            if (frame.message() instanceof Message.ToParent message) {
                return new Heard.Said(message);
            }
            return new Heard.Silence("it sent what only its parent may send");
        } catch (IOException e) {
            return new Heard.Silence(RunnerFailure.printable(String.valueOf(e.getMessage())));
        }
    }

    /** End it, and with it all that it started; returns at once. */
    void terminate() {
        synchronized (this) {
            if (freed) {
                return;
            }
            try {
                processes.terminate(process.handle(), KILLED);
            } catch (Win32Exception e) {
                // It has ended by itself. Nothing else keeps us from ending our own child.
                return;
            }
        }
    }

    /** Wait until everything is freed; false if that takes longer. */
    boolean awaitFreed(Duration atMost) throws InterruptedException {
        Thread listening;
        synchronized (this) {
            listening = listener;
        }
        return listening == null || listening.join(atMost);
    }

    private boolean hasEnded() {
        try {
            return freed || processes.awaitEnd(process.handle(), Duration.ZERO);
        } catch (Win32Exception e) {
            return true;
        }
    }

    private void free() {
        try {
            // The runner ends when it reads the end of its pipe. Ours of its output stays until then: it may still
            // write.
            toRunner.close();
            if (!processes.awaitEnd(process.handle(), LONGEST_GOODBYE)) {
                terminate();
                processes.awaitEnd(process.handle(), LONGEST_GOODBYE);
            }
        } catch (IOException e) {
            terminate();
        }
        pipes.close();
        synchronized (this) {
            freed = true;
            processes.close(process.handle());
        }
    }
}
