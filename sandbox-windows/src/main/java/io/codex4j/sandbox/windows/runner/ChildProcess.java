package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.windows.win32.CommandLine;
import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Pipes;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Hold a child that was started into a job of its own, so that it can be ended with all that it starts.
 *
 * <p>Its streams block in calls of Windows: read and write them on platform threads. One thread waits for the end;
 * everything else may come from any thread.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ChildProcess implements AutoCloseable {
    private static final int ERROR_INVALID_HANDLE = 6;

    /**
     * What a child is started with.
     *
     * @param command program and arguments; Windows looks the program up
     * @param directory working directory
     * @param environment the whole environment
     * @param desktop window station and desktop, if not the caller's
     * @param terminal the size of its pseudo console; absent: three pipes
     */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public record Plan(
            List<String> command,
            String directory,
            Map<String, String> environment,
            Optional<String> desktop,
            Optional<TerminalSize> terminal) {}

    private interface Launch {
        Processes.Started run(Processes.Child child) throws Win32Exception;
    }

    private final Processes processes;
    private final ChildStreams streams;
    private final Handle job;
    private final Processes.Started process;
    private boolean finished;
    private boolean closed;

    private ChildProcess(Processes processes, ChildStreams streams, Handle job, Processes.Started process) {
        this.processes = processes;
        this.streams = streams;
        this.job = job;
        this.process = process;
    }

    /**
     * Start a child with the caller's own rights.
     *
     * @throws IllegalArgumentException if Windows has no such command line or environment; the message is for a person
     */
    public static ChildProcess start(Processes processes, Pipes pipes, Plan plan) throws Win32Exception {
        return start(processes, pipes, plan, "CreateProcessW", processes::start);
    }

    /**
     * Start a child with the rights of a token.
     *
     * @throws IllegalArgumentException if Windows has no such command line or environment; the message is for a person
     */
    public static ChildProcess start(Processes processes, Pipes pipes, RestrictedToken token, Plan plan)
            throws Win32Exception {
        return start(
                processes, pipes, plan, "CreateProcessAsUserW", child -> processes.startAsUser(token.handle(), child));
    }

    private static ChildProcess start(Processes processes, Pipes pipes, Plan plan, String function, Launch launch)
            throws Win32Exception {
        if (plan.command().isEmpty()) {
            throw new Win32Exception(function, Win32Exception.ERROR_FILE_NOT_FOUND);
        }
        String commandLine = CommandLine.of(plan.command());
        Handle job = processes.createJob();
        try {
            return start(processes, pipes, plan, commandLine, job, launch);
        } catch (Win32Exception | RuntimeException e) {
            processes.close(job);
            throw e;
        }
    }

    private static ChildProcess start(
            Processes processes, Pipes pipes, Plan plan, String commandLine, Handle job, Launch launch)
            throws Win32Exception {
        ChildStreams streams = plan.terminal().isPresent()
                ? ChildStreams.ofConsole(processes, pipes, plan.terminal().get())
                : ChildStreams.ofPipes(processes, pipes);
        try {
            Processes.Started started = launch.run(new Processes.Child(
                    commandLine, plan.directory(), plan.environment(), plan.desktop(), streams.forChild(), job));
            streams.closeChildEnds();
            return new ChildProcess(processes, streams, job, started);
        } catch (Win32Exception | RuntimeException e) {
            streams.close();
            throw e;
        }
    }

    /** Return the process id of the child, unsigned. */
    public int id() {
        return process.id();
    }

    /** Return what the child reads. */
    public OutputStream stdin() {
        return streams.stdin();
    }

    /** Return what the child writes. */
    public InputStream stdout() {
        return streams.stdout();
    }

    /** Return what the child writes as errors; nothing with a pseudo console. */
    public InputStream stderr() {
        return streams.stderr();
    }

    /**
     * End the child's input.
     *
     * <p>A pseudo console keeps its own: it would take the end for the loss of its terminal, and end the child.
     */
    public void closeInput() {
        if (!streams.hasConsole()) {
            streams.closeInput();
        }
    }

    /** Set the size of the pseudo console; nothing where there is none. */
    public void resize(TerminalSize size) throws Win32Exception {
        streams.resize(size);
    }

    /** End the child and all that it started. */
    public synchronized void terminate(int exitCode) throws Win32Exception {
        if (closed) {
            return;
        }
        try {
            processes.terminateJob(job, exitCode);
        } catch (Win32Exception e) {
            if (finished) {
                throw e;
            }
            processes.terminate(process.handle(), exitCode);
        }
    }

    /** Wait for the end of the child; false if it still runs after that time. Blocks in a call of Windows. */
    public boolean awaitEnd(Duration atMost) throws Win32Exception {
        return processes.awaitEnd(process.handle(), atMost);
    }

    /** Return the exit code of the child, which has ended, and give its handle up. */
    public synchronized int finish() throws Win32Exception {
        if (finished) {
            throw new Win32Exception("GetExitCodeProcess", ERROR_INVALID_HANDLE);
        }
        try {
            return processes.exitCode(process.handle());
        } finally {
            releaseProcess();
        }
    }

    private synchronized void releaseProcess() {
        if (!finished) {
            finished = true;
            processes.close(process.handle());
        }
    }

    /**
     * Take the pseudo console away from a child that has ended, so that its output ends too; nothing where there is none.
     *
     * <p>May wait until the output has been read.
     */
    public void endOutput() {
        streams.closeConsole();
    }

    /** Let what the child started live on after this object is closed. */
    public synchronized void releaseDescendants() throws Win32Exception {
        if (!closed) {
            processes.preserveProcesses(job);
        }
    }

    /** Give everything up; what still runs in the job ends. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            processes.close(job);
            releaseProcess();
        }
        streams.close();
    }
}
