package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.windows.pipe.PipeInput;
import io.codex4j.sandbox.windows.pipe.PipeOutput;
import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Pipes;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hold both ends of what a child reads and writes: three pipes, or two pipes with a pseudo console between. */
final class ChildStreams implements AutoCloseable {
    private final Processes processes;
    private final Pipes pipes;
    private final List<Handle> childEnds = new ArrayList<>();
    private final List<AutoCloseable> ownEnds = new ArrayList<>();
    private final PipeOutput stdin;
    private final InputStream stdout;
    private final InputStream stderr;
    private final Processes.Streams forChild;
    private Optional<Handle> console = Optional.empty();

    private ChildStreams(Processes processes, Pipes pipes, Optional<TerminalSize> terminal) throws Win32Exception {
        this.processes = processes;
        this.pipes = pipes;
        boolean opened = false;
        try {
            stdin = childReads();
            stdout = childWrites();
            if (terminal.isPresent()) {
                stderr = InputStream.nullInputStream();
                Handle made = processes.createConsole(terminal.get(), childEnds.get(0), childEnds.get(1));
                console = Optional.of(made);
                forChild = new Processes.Streams.Console(made);
            } else {
                stderr = childWrites();
                forChild = new Processes.Streams.Pipes(childEnds.get(0), childEnds.get(1), childEnds.get(2));
            }
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    static ChildStreams ofPipes(Processes processes, Pipes pipes) throws Win32Exception {
        return new ChildStreams(processes, pipes, Optional.empty());
    }

    static ChildStreams ofConsole(Processes processes, Pipes pipes, TerminalSize size) throws Win32Exception {
        return new ChildStreams(processes, pipes, Optional.of(size));
    }

    private PipeOutput childReads() throws Win32Exception {
        Pipes.Ends ends = pipes.create();
        childEnds.add(ends.read());
        PipeOutput own = new PipeOutput(pipes, ends.write());
        ownEnds.add(own);
        return own;
    }

    private PipeInput childWrites() throws Win32Exception {
        Pipes.Ends ends = pipes.create();
        childEnds.add(ends.write());
        PipeInput own = new PipeInput(pipes, ends.read());
        ownEnds.add(own);
        return own;
    }

    Processes.Streams forChild() {
        return forChild;
    }

    OutputStream stdin() {
        return stdin;
    }

    InputStream stdout() {
        return stdout;
    }

    InputStream stderr() {
        return stderr;
    }

    void closeInput() {
        stdin.close();
    }

    /** Give up what belongs to the child, so that its end is the end of the streams. */
    void closeChildEnds() {
        for (Handle end : childEnds) {
            pipes.close(end);
        }
        childEnds.clear();
    }

    synchronized boolean hasConsole() {
        return console.isPresent();
    }

    synchronized void resize(TerminalSize size) throws Win32Exception {
        if (console.isPresent()) {
            processes.resizeConsole(console.get(), size);
        }
    }

    /** Close the pseudo console, if there is one: it holds the output open after the child's end. */
    void closeConsole() {
        Optional<Handle> closing;
        synchronized (this) {
            closing = console;
            console = Optional.empty();
        }
        // It may wait until the output has been read, so nobody may have to wait for this.
        closing.ifPresent(processes::closeConsole);
    }

    @Override
    public void close() {
        closeChildEnds();
        closeConsole();
        for (AutoCloseable end : ownEnds) {
            closeQuietly(end);
        }
    }

    private static void closeQuietly(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception e) {
            // What was not read or written by now is lost anyway.
            return;
        }
    }
}
