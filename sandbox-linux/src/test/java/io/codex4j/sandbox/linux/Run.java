package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.Availability;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Run programs under a backend and look at what came of it. */
record Run(int code, String out, String err) {
    static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", "/root");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Fail where bubblewrap is not there: what is not tested is not known to work. */
    static void needsBubblewrap() {
        Availability availability = new BubblewrapBackend().probe();
        if (availability.level() != Availability.Level.FULL) {
            throw new AssertionError(
                    "these tests need bubblewrap, which ./dev test installs: " + availability.reasons());
        }
    }

    static SandboxedProcess start(SandboxBackend backend, SandboxPolicy policy, Path directory, String... argv)
            throws SandboxException {
        return backend.start(new SandboxCommand(List.of(argv), directory, ENVIRONMENT, StandardStreams.PIPES), policy);
    }

    static Run of(SandboxBackend backend, SandboxPolicy policy, Path directory, String... argv) throws Exception {
        return of(backend, policy, new SandboxCommand(List.of(argv), directory, ENVIRONMENT, StandardStreams.PIPES));
    }

    static Run shell(SandboxBackend backend, SandboxPolicy policy, Path directory, String script) throws Exception {
        return of(backend, policy, directory, "sh", "-c", script);
    }

    static Run of(SandboxBackend backend, SandboxPolicy policy, SandboxCommand command) throws Exception {
        try (SandboxedProcess process = backend.start(command, policy)) {
            process.stdin().close();
            Reader out = new Reader(process.stdout());
            Reader err = new Reader(process.stderr());
            if (!process.waitFor(PATIENCE)) {
                throw new AssertionError("it did not end: " + command.argv());
            }
            return new Run(process.waitFor(), out.text(), err.text());
        }
    }

    /** Return the command lines of all living processes that hold a text. */
    static List<String> processesWith(String text) throws IOException {
        List<String> found = new ArrayList<>();
        for (long pid : ProcessEntry.allIds()) {
            try {
                byte[] line = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
                String readable = new String(line, StandardCharsets.UTF_8).replace('\0', ' ');
                if (readable.contains(text) && pid != ProcessHandle.current().pid()) {
                    found.add(pid + " " + readable);
                }
            } catch (IOException e) {
                continue;
            }
        }
        return found;
    }

    /** Wait until something is true. */
    static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it never became true: " + what);
            }
            Thread.sleep(5);
        }
    }

    private static final class Reader {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread thread;

        Reader(InputStream stream) {
            thread = Thread.ofVirtual().start(() -> {
                try {
                    stream.transferTo(bytes);
                } catch (IOException e) {
                    bytes.writeBytes(("[" + e + "]").getBytes(StandardCharsets.UTF_8));
                }
            });
        }

        String text() throws InterruptedException {
            thread.join(PATIENCE);
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
