package io.codex4j.sandbox.windows.win32;

import io.codex4j.sandbox.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes that are threads, all of which play one program; what is asked for is written down. */
public final class RecordedProcesses implements Processes {
    /** A process. */
    public interface Program {
        /** Return the exit code. */
        int run(Streams streams) throws Exception;
    }

    /** What a process finds open. */
    public final class Streams {
        public final InputStream in;
        public final OutputStream out;
        public final OutputStream errors;
        private final Fake process;

        private Streams(Fake process) {
            this.process = process;
            in = reading(process.input);
            out = writing(process.output);
            errors = writing(process.errors);
        }

        /** Start another process in the same job, with the same streams. */
        public void leaveBehind(Program grandchild) throws Win32Exception {
            launch(grandchild, process.job, process.input, process.output, process.errors);
        }
    }

    private InputStream reading(Handle pipe) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return length == 0 ? 0 : pipes.read(pipe, target, offset, length);
            }

            @Override
            public int available() throws IOException {
                return pipes.available(pipe);
            }

            @Override
            public void close() {
                pipes.close(pipe);
            }
        };
    }

    private OutputStream writing(Handle pipe) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                pipes.write(pipe, source, offset, length);
            }

            @Override
            public void close() {
                pipes.close(pipe);
            }
        };
    }

    private final class Fake {
        final int id = ++lastId;
        final long job;
        final Handle input;
        final Handle output;
        final Handle errors;
        final CompletableFuture<Integer> end = new CompletableFuture<>();
        Thread thread = Thread.currentThread();

        Fake(long job, Handle input, Handle output, Handle errors) throws Win32Exception {
            this.job = job;
            this.input = pipes.inherit(input, id);
            this.output = pipes.inherit(output, id);
            this.errors = pipes.inherit(errors, id);
        }

        void end(int code) {
            end.complete(code);
            thread.interrupt();
            pipes.closeAll(id);
        }
    }

    public final MemoryPipes pipes = new MemoryPipes();

    /** What the next processes are. */
    public Program program = streams -> 0;

    /** The error of Windows that a function fails with; none if it is empty. */
    public Optional<Win32Exception> failure = Optional.empty();

    private final List<String> calls;
    private final Map<Integer, Fake> processes = new ConcurrentHashMap<>();
    private final Set<Long> preserved = new HashSet<>();
    private final Set<Long> handles = new HashSet<>();
    private int lastId = 4000;
    private long lastHandle = 0x1000;

    public RecordedProcesses(List<String> calls) {
        this.calls = calls;
    }

    /** Return how many handles of processes, jobs, desktops and consoles are open. */
    public synchronized int open() {
        return handles.size();
    }

    /** Return how many processes run. */
    public int running() {
        int running = 0;
        for (Fake process : processes.values()) {
            running += process.end.isDone() ? 0 : 1;
        }
        return running;
    }

    private void call(String function, String arguments) throws Win32Exception {
        calls.add(function + "(" + arguments + ")");
        if (failure.isPresent() && failure.get().function().equals(function)) {
            throw failure.get();
        }
    }

    private synchronized Handle opened() {
        handles.add(++lastHandle);
        return new Handle(lastHandle);
    }

    @Override
    public Started start(Child child) throws Win32Exception {
        return start("CreateProcessW", child);
    }

    @Override
    public Started startAsUser(Handle token, Child child) throws Win32Exception {
        return start("CreateProcessAsUserW", child);
    }

    private Started start(String function, Child child) throws Win32Exception {
        boolean console = child.streams() instanceof Processes.Streams.Console;
        call(
                function,
                "commandLine=" + child.commandLine() + ", environment=" + new TreeMap<>(child.environment())
                        + ", directory=" + child.directory() + ", desktop="
                        + child.desktop().orElse("none") + ", " + (console ? "console" : "pipes"));
        Fake fake = switch (child.streams()) {
            case Processes.Streams.Pipes streams ->
                launch(program, child.job().value(), streams.input(), streams.output(), streams.errors());
            case Processes.Streams.Console streams ->
                launchInConsole(child.job().value());
        };
        synchronized (this) {
            handles.add((long) fake.id);
        }
        return new Started(new Handle(fake.id), fake.id);
    }

    private Handle consoleInput = Handle.NONE;
    private Handle consoleOutput = Handle.NONE;

    private Fake launchInConsole(long job) throws Win32Exception {
        return launch(program, job, consoleInput, consoleOutput, consoleOutput);
    }

    private synchronized Fake launch(Program next, long job, Handle input, Handle output, Handle errors)
            throws Win32Exception {
        Fake fake = new Fake(job, input, output, errors);
        processes.put(fake.id, fake);
        fake.thread = Thread.ofPlatform().daemon().name("process-" + fake.id).unstarted(() -> {
            int code = 0xC0000005;
            try {
                code = next.run(new Streams(fake));
            } catch (Exception e) {
                // As a program that crashes, or is ended.
                code = 0xC0000005;
            } finally {
                fake.end(code);
            }
        });
        fake.thread.start();
        return fake;
    }

    @Override
    public boolean awaitEnd(Handle process, Duration atMost) {
        try {
            fake(process).end.get(Math.min(atMost.toMillis(), 60_000), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | InterruptedException | ExecutionException e) {
            return false;
        }
    }

    private Fake fake(Handle process) {
        Fake fake = processes.get((int) process.value());
        if (fake == null) {
            throw new IllegalArgumentException("no process: " + process);
        }
        return fake;
    }

    @Override
    public int exitCode(Handle process) {
        return fake(process).end.join();
    }

    @Override
    public void terminate(Handle process, int exitCode) throws Win32Exception {
        call("TerminateProcess", Integer.toString(exitCode));
        fake(process).end(exitCode);
    }

    @Override
    public Handle createJob() throws Win32Exception {
        call("CreateJobObjectW", "kill on close");
        return opened();
    }

    @Override
    public synchronized void preserveProcesses(Handle job) throws Win32Exception {
        call("SetInformationJobObject", "preserve");
        preserved.add(job.value());
    }

    @Override
    public void terminateJob(Handle job, int exitCode) throws Win32Exception {
        call("TerminateJobObject", Integer.toString(exitCode));
        endJob(job, exitCode);
    }

    private void endJob(Handle job, int exitCode) {
        for (Fake process : processes.values()) {
            if (process.job == job.value()) {
                process.end(exitCode);
            }
        }
    }

    @Override
    public Handle createDesktop(String name, String sddl) throws Win32Exception {
        call("CreateDesktopW", name.replaceAll("[0-9a-f]{8,32}$", "<hex>") + ", " + sddl);
        return opened();
    }

    @Override
    public Handle openDesktop(String name) throws Win32Exception {
        call("OpenDesktopW", name);
        return opened();
    }

    @Override
    public synchronized void closeDesktop(Handle desktop) {
        calls.add("CloseDesktop()");
        handles.remove(desktop.value());
    }

    @Override
    public Handle createConsole(TerminalSize size, Handle input, Handle output) throws Win32Exception {
        call("CreatePseudoConsole", size.columns() + "x" + size.rows());
        // The console has the ends, not the child.
        consoleInput = pipes.inherit(input, 0);
        consoleOutput = pipes.inherit(output, 0);
        return opened();
    }

    @Override
    public void resizeConsole(Handle console, TerminalSize size) throws Win32Exception {
        call("ResizePseudoConsole", size.columns() + "x" + size.rows());
    }

    @Override
    public synchronized void closeConsole(Handle console) {
        calls.add("ClosePseudoConsole()");
        handles.remove(console.value());
        pipes.closeAll(0);
    }

    @Override
    public synchronized void close(Handle handle) {
        handles.remove(handle.value());
        if (!preserved.contains(handle.value())) {
            endJob(handle, 0);
        }
    }

    @Override
    public Started startWithLogon(Logon logon) {
        throw new UnsupportedOperationException("no runner is started here");
    }

    @Override
    public Started start(String application, String commandLine, String directory) {
        throw new UnsupportedOperationException("no runner is started here");
    }
}
