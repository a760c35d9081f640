package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A small shell that outlives this JVM for a moment if it is killed, and then does what the JVM could not do any more.
 *
 * <p>It holds the read end of a pipe; when the JVM dies, however it dies, that pipe ends. It then kills the processes
 * that no namespace kills for us, and removes the folders that stand for missing protected names. One for a JVM,
 * started when it is first needed.
 */
final class Guardian {
    private static final Guardian INSTANCE = new Guardian();
    private static final AtomicLong MARKS = new AtomicLong();

    private final List<String> folders = new ArrayList<>();
    private boolean processesStarted;
    private OutputStream orders = OutputStream.nullOutputStream();
    private boolean running;

    private Guardian() {}

    static Guardian instance() {
        return INSTANCE;
    }

    /** Return a mark for one more sandbox of this JVM: our name, a dot and a number. */
    static String newMark() {
        return ProcessIdentity.own().text() + "." + MARKS.incrementAndGet();
    }

    /** Remember a folder that stands for a missing name; it is removed with its parent. */
    void rememberMade(Path token) throws SandboxException {
        remember("made ", token);
    }

    /** Remember a folder that keeps its parent from being removed; only it is removed. */
    void rememberGuard(Path token) throws SandboxException {
        remember("guard ", token);
    }

    private synchronized void remember(String kind, Path token) throws SandboxException {
        String path = token.toString();
        // A name with a line break cannot be told; what is left of it is cleaned by the next command in that folder.
        if (path.indexOf('\n') >= 0 || folders.contains(kind + path)) {
            return;
        }
        folders.add(kind + path);
        send(kind + path);
    }

    /** Prepare for a process that is killed with this JVM; call it before the process starts. */
    synchronized void expectProcess() throws SandboxException {
        if (!processesStarted) {
            processesStarted = true;
            send("start");
        }
    }

    synchronized void sessionStarted(long leader) throws SandboxException {
        send("session " + leader);
    }

    synchronized void sessionEnded(long leader) {
        if (running) {
            try {
                write("ended " + leader);
            } catch (IOException e) {
                running = false;
            }
        }
    }

    /** Tell that nothing is left to do, so that it ends at once. */
    synchronized void dismiss() {
        if (running) {
            try {
                write("done");
            } catch (IOException e) {
                running = false;
            }
        }
    }

    private void send(String order) throws SandboxException {
        try {
            if (running) {
                try {
                    write(order);
                    return;
                } catch (IOException e) {
                    running = false;
                }
            }
            start();
            for (String folder : folders) {
                write(folder);
            }
            if (processesStarted) {
                write("start");
            }
            write(order);
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxException.Reason.SETUP_FAILED,
                    "the shell that cleans up after a crash cannot be started: " + e.getMessage(),
                    e);
        }
    }

    private void write(String order) throws IOException {
        orders.write((order + "\n").getBytes(fileNameCharset()));
        orders.flush();
    }

    private void start() throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Programs.SETSID)) {
            command.add(Programs.SETSID.toString());
        }
        command.addAll(List.of(
                Programs.SHELL,
                "-c",
                script(),
                "codex4j-guardian-" + ProcessIdentity.own().pid()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        orders = builder.start().getOutputStream();
        running = true;
        write("owner " + ProcessIdentity.own().text());
    }

    private static Charset fileNameCharset() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));
    }

    private static String script() {
        try (InputStream script = Guardian.class.getResourceAsStream("guardian.sh")) {
            if (script == null) {
                throw new IllegalStateException("guardian.sh is missing from the program");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
