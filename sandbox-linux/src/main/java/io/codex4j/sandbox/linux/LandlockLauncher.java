package io.codex4j.sandbox.linux;

import com.sun.jna.Native;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.StandardStreams;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Start a program from a thread that is restricted and then thrown away. */
final class LandlockLauncher implements AutoCloseable {
    private static final int O_CLOEXEC = 0x80000;
    private static final int READ_END = 0;
    private static final int WRITE_END = 1;

    private final List<Integer> openEnds = new ArrayList<>();

    private LandlockLauncher() {}

    /**
     * Start a program.
     *
     * @param abi version of Landlock that the kernel offers
     */
    static LinuxProcess launch(SandboxCommand command, SandboxPolicy policy, int abi, byte[] filter)
            throws SandboxException {
        Path program = Programs.find(command);
        Guardian.instance().expectProcess();
        try (LandlockLauncher launcher = new LandlockLauncher();
                LandlockRestriction restriction = new LandlockRestriction(abi, policy, filter)) {
            return launcher.start(command, program, restriction);
        }
    }

    private LinuxProcess start(SandboxCommand command, Path program, LandlockRestriction restriction)
            throws SandboxException {
        String mark = Guardian.newMark();
        boolean piped = !(command.streams() instanceof StandardStreams.Inherited);
        int[] input = piped ? pipe() : new int[0];
        int[] output = piped ? pipe() : new int[0];
        int[] error = piped ? pipe() : new int[0];
        int[] childEnds = piped ? new int[] {input[READ_END], output[WRITE_END], error[WRITE_END]} : new int[0];
        LinuxProcess.Streams streams =
                piped ? open(input[WRITE_END], output[READ_END], error[READ_END]) : LinuxProcess.Streams.NONE;
        try (NativeSpawn spawn =
                new NativeSpawn(command, program, ProcessTree.marked(command.environment(), mark), childEnds)) {
            int pid = onThrowAwayThread(restriction, spawn);
            NativeProcess process = new NativeProcess(pid, streams, new ProcessTree(pid, mark));
            Guardian.instance().sessionStarted(pid);
            return process;
        }
    }

    private static int onThrowAwayThread(LandlockRestriction restriction, NativeSpawn spawn) throws SandboxException {
        FutureTask<Integer> task = new FutureTask<>(() -> {
            restriction.apply();
            return spawn.run();
        });
        Thread.ofPlatform().daemon().name("sandbox-spawn").start(task);
        return Uninterruptibly.call(() -> {
            try {
                return task.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof SandboxException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            }
        });
    }

    /** Return two file descriptors; they are closed when the start is over, so that only the child keeps its ends. */
    private int[] pipe() throws SandboxException {
        int[] ends = new int[2];
        if (CLibrary.pipe2(ends, O_CLOEXEC) < 0) {
            throw new SandboxException(
                    SandboxException.Reason.SETUP_FAILED,
                    "no pipe to the program can be made (error " + Native.getLastError() + ")");
        }
        openEnds.add(ends[READ_END]);
        openEnds.add(ends[WRITE_END]);
        return ends;
    }

    /** Open our ends a second time, as streams that own what they have open. */
    private static LinuxProcess.Streams open(int input, int output, int error) throws SandboxException {
        try {
            return new LinuxProcess.Streams(
                    new FileOutputStream("/proc/self/fd/" + input),
                    new FileInputStream("/proc/self/fd/" + output),
                    new FileInputStream("/proc/self/fd/" + error));
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxException.Reason.SETUP_FAILED, "the pipes to the program cannot be opened", e);
        }
    }

    @Override
    public void close() {
        for (int end : openEnds) {
            CLibrary.close(end);
        }
    }
}
