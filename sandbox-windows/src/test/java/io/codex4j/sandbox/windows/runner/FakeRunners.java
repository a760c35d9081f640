package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.windows.ipc.Frame;
import io.codex4j.sandbox.windows.ipc.FrameReader;
import io.codex4j.sandbox.windows.ipc.FrameWriter;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.pipe.PipeInput;
import io.codex4j.sandbox.windows.pipe.PipeOutput;
import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.MemoryPipes;
import io.codex4j.sandbox.windows.win32.Pipes.Direction;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Processes that are threads: each plays a command runner over pipes in memory. */
final class FakeRunners implements Processes {
    static final int TERMINATED = 1;

    final MemoryPipes pipes = new MemoryPipes();

    /** What was asked of Windows, in order. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    /** What the next runners do; the last one is done by all that follow. */
    final Deque<Behaviour> behaviours = new ArrayDeque<>();

    /** The errors of Windows that the next starts fail with. */
    final Deque<Integer> startFailures = new ArrayDeque<>();

    /** Whether a desktop that was made cannot be found again. */
    volatile boolean desktopsVanish;

    private final AtomicInteger lastId = new AtomicInteger(1000);
    private final Map<Long, Thread> processes = new ConcurrentHashMap<>();
    private final AtomicInteger openHandles = new AtomicInteger();

    /** What a runner does; its process ends when it returns. */
    interface Behaviour {
        void run(Link link) throws Exception;
    }

    /** The runner's ends of the pipes. */
    static final class Link {
        final MemoryPipes pipes;
        final int process;
        final String pipeIn;
        final String pipeOut;
        private FrameReader reader;
        private OutputStream raw;

        Link(MemoryPipes pipes, int process, String commandLine) {
            this.pipes = pipes;
            this.process = process;
            pipeIn = value(commandLine, "--pipe-in=");
            pipeOut = value(commandLine, "--pipe-out=");
        }

        private static String value(String commandLine, String name) {
            int start = commandLine.indexOf(name) + name.length();
            int end = commandLine.indexOf(' ', start);
            return commandLine.substring(start, end < 0 ? commandLine.length() : end);
        }

        Link open() throws IOException {
            reader = new FrameReader(new PipeInput(pipes, pipes.openClient(pipeIn, Direction.IN)));
            raw = new PipeOutput(pipes, pipes.openClient(pipeOut, Direction.OUT));
            return this;
        }

        /** Read what the parent says. */
        Message hear() throws IOException {
            Frame frame = reader.read();
            if (frame == null) {
                throw new IOException("the parent is gone");
            }
            return frame.message();
        }

        Message.SpawnRequest request() throws IOException {
            return (Message.SpawnRequest) hear();
        }

        Link say(Message message) throws IOException {
            new FrameWriter(raw).write(message);
            return this;
        }

        Link ready() throws IOException {
            return say(new Message.SpawnReady(4711));
        }

        Link output(String text) throws IOException {
            return say(new Message.Output(text.getBytes(StandardCharsets.UTF_8), Message.Stream.STDOUT));
        }

        Link errors(String text) throws IOException {
            return say(new Message.Output(text.getBytes(StandardCharsets.UTF_8), Message.Stream.STDERR));
        }

        Link exit(int code) throws IOException {
            return say(new Message.Exit(code, false));
        }

        /** Write a frame with any payload. */
        Link frame(String json) throws IOException {
            byte[] payload = json.getBytes(StandardCharsets.UTF_8);
            return bytes(header(payload.length)).bytes(payload);
        }

        Link bytes(byte[] bytes) throws IOException {
            raw.write(bytes);
            return this;
        }

        static byte[] header(int length) {
            return new byte[] {(byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) (length >> 24)};
        }

        /** Do nothing until the process is ended. */
        static void sleep() throws InterruptedException {
            Thread.sleep(Duration.ofMinutes(1));
        }
    }

    /** Behave so once the pipes are open and the request is read. */
    static Behaviour afterRequest(Behaviour behaviour) {
        return link -> {
            link.open().request();
            behaviour.run(link);
        };
    }

    int running() {
        return (int) processes.values().stream().filter(Thread::isAlive).count();
    }

    int started() {
        return lastId.get() - 1000;
    }

    /** Return how many handles of processes and pipes are open. */
    int open() {
        return openHandles.get() + pipes.open();
    }

    @Override
    public Started startWithLogon(Logon logon) throws Win32Exception {
        calls.add("CreateProcessWithLogonW(user=" + logon.user() + ", password=" + new String(logon.password())
                + ", application=" + logon.application() + ", directory=" + logon.directory() + ")");
        return launch("CreateProcessWithLogonW", logon.commandLine());
    }

    @Override
    public Started start(String application, String commandLine, String directory) throws Win32Exception {
        calls.add("CreateProcessW(application=" + application + ", directory=" + directory + ")");
        return launch("CreateProcessW", commandLine);
    }

    private synchronized Started launch(String function, String commandLine) throws Win32Exception {
        Integer failure = startFailures.poll();
        if (failure != null) {
            throw new Win32Exception(function, failure);
        }
        Behaviour behaviour = behaviours.size() > 1 ? behaviours.remove() : behaviours.element();
        int id = lastId.incrementAndGet();
        Thread thread = Thread.ofPlatform().daemon().name("fake-runner-" + id).start(() -> {
            try {
                pipes.as(id, () -> {
                    behaviour.run(new Link(pipes, id, commandLine));
                    return null;
                });
            } catch (Exception e) {
                // Its pipes are closed now: that is what the parent sees of it.
                calls.add("runner " + id + " ended: " + e.getMessage());
            }
        });
        processes.put((long) id, thread);
        openHandles.incrementAndGet();
        return new Started(new Handle(id), id);
    }

    @Override
    public boolean awaitEnd(Handle process, Duration atMost) {
        try {
            Thread thread = processes.get(process.value());
            return atMost.isZero() ? !thread.isAlive() : thread.join(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void terminate(Handle process, int exitCode) {
        calls.add("TerminateProcess(" + exitCode + ")");
        processes.get(process.value()).interrupt();
        pipes.closeAll((int) process.value());
    }

    @Override
    public void close(Handle handle) {
        openHandles.decrementAndGet();
    }

    @Override
    public Handle createDesktop(String name, String sddl) {
        calls.add("CreateDesktopW(" + name.replaceAll("[0-9a-f]{4,32}$", "<hex>") + ", " + sddl + ")");
        openHandles.incrementAndGet();
        return new Handle(7);
    }

    @Override
    public void closeDesktop(Handle desktop) {
        if (desktop.value() == 7) {
            calls.add("CloseDesktop");
        }
        openHandles.decrementAndGet();
    }

    @Override
    public Started start(Child child) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Started startAsUser(Handle token, Child child) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int exitCode(Handle process) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Handle createJob() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void preserveProcesses(Handle job) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void terminateJob(Handle job, int exitCode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Handle openDesktop(String name) throws Win32Exception {
        if (desktopsVanish) {
            throw new Win32Exception("OpenDesktopW", Win32Exception.ERROR_FILE_NOT_FOUND);
        }
        openHandles.incrementAndGet();
        return new Handle(8);
    }

    @Override
    public Handle createConsole(TerminalSize size, Handle input, Handle output) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resizeConsole(Handle console, TerminalSize size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void closeConsole(Handle console) {
        throw new UnsupportedOperationException();
    }
}
