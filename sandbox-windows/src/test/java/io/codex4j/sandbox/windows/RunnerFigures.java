package io.codex4j.sandbox.windows;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.windows.runner.RunnerArchive;
import io.codex4j.sandbox.windows.runner.RunnerInstallation;
import io.codex4j.sandbox.windows.win32.Windows;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Measure, on Windows: the way to a running command, what a thousand of them leave behind, and how fast output comes. */
final class RunnerFigures {
    private static final SandboxPolicy POLICY = SandboxPolicy.readOnly();
    private static final int MEGABYTE = 1 << 20;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Path home;
    private final List<String> runner;

    private RunnerFigures(Path home, List<String> runner) {
        this.home = home;
        this.runner = runner;
    }

    /**
     * Measure: {@code cold}, {@code warm}, {@code leaks}, {@code output} or {@code idle}, then how often or how many megabytes or seconds, then a
     * folder for {@code CODEX_HOME}, then the command of the runner; without one it is ours.
     */
    public static void main(String[] arguments) throws Exception {
        RunnerFigures figures = new RunnerFigures(
                Path.of(arguments[2]).toAbsolutePath(), Arrays.asList(arguments).subList(3, arguments.length));
        int count = Integer.parseInt(arguments[1]);
        switch (arguments[0]) {
            case "cold" -> figures.cold(count);
            case "warm" -> figures.warm(count);
            case "leaks" -> figures.leaks(count);
            case "output" -> figures.output(count);
            case "idle" -> figures.idle(count);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0);
    }

    private ElevatedBackend backend() {
        return CallerPreparations.backend(new WindowsSettings(home, System.getenv(), Optional.empty(), true, runner));
    }

    private SandboxedProcess start(ElevatedBackend backend, String... argv) throws SandboxException {
        return backend.start(new SandboxCommand(List.of(argv), home, System.getenv(), StandardStreams.PIPES), POLICY);
    }

    private void cold(int count) throws Exception {
        long[] times = new long[count];
        for (int index = 0; index < count; index++) {
            ElevatedBackend backend = backend();
            times[index] = once(backend);
            backend.close();
        }
        print("cold start to ready", times);
    }

    private void warm(int count) throws Exception {
        ElevatedBackend backend = backend();
        long[] times = new long[count];
        for (int index = 0; index < count; index++) {
            backend.warmUp(POLICY);
            Thread.sleep(4000);
            times[index] = once(backend);
        }
        backend.close();
        print("idle runner to ready", times);
    }

    /** Make the archive of classes, and keep an idle runner for somebody who looks at its memory from outside. */
    private void idle(int seconds) throws Exception {
        try (RunnerArchive archive = new RunnerArchive(new RunnerInstallation(home), Windows.processes())) {
            archive.make();
        }
        ElevatedBackend backend = backend();
        backend.warmUp(POLICY);
        Thread.sleep(1000L * seconds);
        backend.close();
    }

    private long once(ElevatedBackend backend) throws Exception {
        long begin = System.nanoTime();
        try (SandboxedProcess process = start(backend, "cmd.exe", "/c", "exit 3")) {
            long ready = System.nanoTime();
            if (process.waitFor() != 3) {
                throw new IOException("exit code " + process.exitCode());
            }
            return ready - begin;
        }
    }

    private void print(String title, long[] nanoseconds) {
        Arrays.sort(nanoseconds);
        out.println(title + ": median " + nanoseconds[nanoseconds.length / 2] / 1_000_000 + " ms, least "
                + nanoseconds[0] / 1_000_000 + " ms, most " + nanoseconds[nanoseconds.length - 1] / 1_000_000
                + " ms of "
                + nanoseconds.length);
    }

    private void leaks(int count) throws Exception {
        ElevatedBackend backend = backend();
        for (int index = 0; index < 10; index++) {
            once(backend);
        }
        Thread.sleep(5000);
        System.gc();
        print("before");
        for (int index = 1; index <= count; index++) {
            try {
                once(backend);
            } catch (SandboxException e) {
                // Wine 8 now and then fails to start any process, with an internal error.
                if (!e.getMessage().contains("1359")) {
                    throw e;
                }
                out.println("at " + index + ": " + e.getMessage());
            }
            if (index % 250 == 0) {
                print("after " + index);
            }
        }
        Thread.sleep(5000);
        System.gc();
        print("a while later");
        backend.close();
        Thread.sleep(1000);
        System.gc();
        Thread.sleep(1000);
        print("closed");
    }

    private void print(String when) {
        out.println(when + ": handles " + Kernel.handles() + ", threads " + Thread.activeCount() + ", processes "
                + ProcessHandle.current().descendants().count());
    }

    /** Counts the handles of this process in the list of all processes, since Wine knows no other way. */
    private static final class Kernel {
        private static final int SYSTEM_PROCESS_INFORMATION = 5;
        private static final int LENGTH = 4 * MEGABYTE;
        private static final int PROCESS_ID_OFFSET = 0x50;
        private static final int HANDLE_COUNT_OFFSET = 0x60;

        static {
            Native.register(Kernel.class, NativeLibrary.getInstance("ntdll"));
        }

        static native int NtQuerySystemInformation(int kind, Pointer target, int length, IntByReference written);

        static int handles() {
            try (Memory list = new Memory(LENGTH)) {
                if (NtQuerySystemInformation(SYSTEM_PROCESS_INFORMATION, list, LENGTH, new IntByReference()) != 0) {
                    return -1;
                }
                long entry = 0;
                while (list.getLong(entry + PROCESS_ID_OFFSET)
                        != ProcessHandle.current().pid()) {
                    entry += list.getInt(entry);
                }
                return list.getInt(entry + HANDLE_COUNT_OFFSET);
            }
        }
    }

    private void output(int megabytes) throws Exception {
        ElevatedBackend backend = backend();
        String java =
                Path.of(System.getProperty("java.home"), "bin", "java.exe").toString();
        try (SandboxedProcess process = start(
                backend,
                java,
                "-XX:-PrintWarnings",
                "-cp",
                System.getProperty("java.class.path"),
                Flood.class.getName(),
                String.valueOf(megabytes))) {
            byte[] buffer = new byte[65536];
            InputStream stdout = process.stdout();
            long total = stdout.read(buffer);
            long begin = System.nanoTime();
            for (int read = stdout.read(buffer); read >= 0; read = stdout.read(buffer)) {
                total += read;
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            out.println("output: " + total / MEGABYTE + " MB at " + Math.round(total / seconds / MEGABYTE) + " MB/s");
        }
        backend.close();
    }

    /** Writes megabytes. */
    static final class Flood {
        private Flood() {}

        public static void main(String[] arguments) throws IOException {
            byte[] block = new byte[65536];
            Arrays.fill(block, (byte) 'x');
            try (FileOutputStream stdout = new FileOutputStream(FileDescriptor.out)) {
                for (int index = 0; index < Integer.parseInt(arguments[0]) * (MEGABYTE / block.length); index++) {
                    stdout.write(block);
                }
            }
        }
    }
}
