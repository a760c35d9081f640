package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.windows.ipc.FrameException;
import io.codex4j.sandbox.windows.ipc.FrameReader;
import io.codex4j.sandbox.windows.ipc.FrameWriter;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.ipc.Message.Stage;
import io.codex4j.sandbox.windows.ipc.PermissionProfile;
import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Pipes;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Tokens;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Serve one parent: take its request, start the child, and stay until both are done with each other. */
final class RunnerSession {
    private static final int FAILED = 1;
    private static final Duration FOREVER = Duration.ofDays(365_000);
    private static final String WINDOW_STATION = "Winsta0\\";
    private static final String DESKTOP_PREFIX = "CodexSandboxDesktop-";
    private static final int LONGEST_DESKTOP_NUMBER = 32;
    private static final int LONGEST_COMMAND_IN_MESSAGE = 500;

    private final Tokens tokens;
    private final Processes processes;
    private final Pipes pipes;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final PrintStream errors;
    private final InputBacklog.Limits limits;

    /** Why there is no child. */
    private static final class Refusal extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        private final Stage stage;
        private final int windowsError;

        Refusal(Stage stage, String message) {
            this(stage, message, 0);
        }

        Refusal(Stage stage, String message, int windowsError) {
            super(message);
            this.stage = stage;
            this.windowsError = windowsError;
        }

        Message.Failure toMessage() {
            return new Message.Failure(
                    String.valueOf(getMessage()),
                    stage,
                    windowsError == 0 ? OptionalInt.empty() : OptionalInt.of(windowsError));
        }
    }

    /**
     * Serve a parent.
     *
     * @param errors gets one line if there is no child
     * @param limits how much input may wait for the child
     */
    RunnerSession(
            Tokens tokens,
            Processes processes,
            Pipes pipes,
            InputStream in,
            OutputStream out,
            PrintStream errors,
            InputBacklog.Limits limits) {
        this.tokens = tokens;
        this.processes = processes;
        this.pipes = pipes;
        this.reader = new FrameReader(in);
        this.writer = new FrameWriter(out);
        this.errors = errors;
        this.limits = limits;
    }

    /** Return the exit code of the runner; what the parent still sends is of no interest then. */
    int run() throws InterruptedException {
        Message.SpawnRequest request;
        try {
            request = readRequest();
        } catch (Refusal e) {
            return refuse(e);
        }
        RunnerLog log = new RunnerLog(request.codexHome());
        try {
            return serve(request, log);
        } catch (Refusal e) {
            log.add(String.valueOf(e.getMessage()));
            return refuse(e);
        }
    }

    private int refuse(Refusal refusal) {
        errors.println("command runner: " + RunnerLog.oneLine(String.valueOf(refusal.getMessage())));
        try {
            writer.write(refusal.toMessage());
        } catch (IOException e) {
            // The parent has gone; it does not want to know any more.
            return FAILED;
        }
        return FAILED;
    }

    private Message.SpawnRequest readRequest() throws Refusal {
        Message.SpawnRequest request;
        try {
            request = reader.readSpawnRequest();
        } catch (FrameException e) {
            throw new Refusal(Stage.READ_SPAWN_REQUEST, String.valueOf(e.getMessage()));
        }
        if (request == null) {
            throw new Refusal(Stage.READ_SPAWN_REQUEST, "the pipe was closed before the spawn request");
        }
        return request;
    }

    private int serve(Message.SpawnRequest request, RunnerLog log) throws Refusal, InterruptedException {
        String desktopName = check(request);
        try (RestrictedToken token = makeToken(request)) {
            Handle desktop = openDesktop(desktopName);
            try (ChildProcess child = start(request, token, desktopName)) {
                announce(child);
                return converse(child, request, log);
            } finally {
                processes.closeDesktop(desktop);
            }
        }
    }

    /** Return the name of the desktop that the child is put on. */
    private static String check(Message.SpawnRequest request) throws Refusal {
        if (request.capSids().isEmpty()) {
            throw new Refusal(Stage.SPAWN_CHILD, "the list of capability SIDs is empty");
        }
        if (request.cwd().indexOf('\0') >= 0) {
            throw new Refusal(Stage.SPAWN_CHILD, "the working directory holds a NUL character");
        }
        // What may be written is in the rights that the parent gave to the SIDs; nothing else is enforced by a token.
        if (!(request.permissionProfile() instanceof PermissionProfile.Managed managed)
                || !(managed.fileSystem() instanceof PermissionProfile.FileSystem.Restricted)) {
            throw new Refusal(
                    Stage.SPAWN_CHILD, "the permission profile restricts no files, so no token can be made for it");
        }
        if (request.privateDesktopName().isEmpty()) {
            throw new Refusal(Stage.SPAWN_CHILD, "the request names no private desktop");
        }
        String desktop = request.privateDesktopName().get();
        if (!isDesktopName(desktop)) {
            throw new Refusal(Stage.SPAWN_CHILD, "the name of the private desktop is not valid");
        }
        return desktop;
    }

    private static boolean isDesktopName(String name) {
        int digits = name.length() - DESKTOP_PREFIX.length();
        if (!name.startsWith(DESKTOP_PREFIX) || digits < 1 || digits > LONGEST_DESKTOP_NUMBER) {
            return false;
        }
        for (int i = DESKTOP_PREFIX.length(); i < name.length(); i++) {
            if ("0123456789abcdefABCDEF".indexOf(name.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private RestrictedToken makeToken(Message.SpawnRequest request) throws Refusal {
        List<String> sids = new ArrayList<>(request.capSids());
        request.networkProxyRestrictingSid().ifPresent(sids::add);
        try {
            return RestrictedToken.ofSandboxUser(tokens, sids);
        } catch (Win32Exception e) {
            throw new Refusal(Stage.SPAWN_CHILD, "the restricted token cannot be made: " + e.getMessage());
        }
    }

    private Handle openDesktop(String name) throws Refusal {
        try {
            return processes.openDesktop(name);
        } catch (Win32Exception e) {
            throw new Refusal(Stage.SPAWN_CHILD, "the private desktop cannot be opened: " + e.getMessage());
        }
    }

    private ChildProcess start(Message.SpawnRequest request, RestrictedToken token, String desktopName) throws Refusal {
        ChildProcess.Plan plan = new ChildProcess.Plan(
                request.command(),
                request.cwd(),
                request.env(),
                Optional.of(WINDOW_STATION + desktopName),
                request.tty() ? Optional.of(TerminalSize.DEFAULT) : Optional.empty());
        try {
            return ChildProcess.start(processes, pipes, token, plan);
        } catch (Win32Exception e) {
            throw refusal(request, e);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Stage.SPAWN_CHILD, String.valueOf(e.getMessage()));
        }
    }

    /** The parent draws conclusions from the error of this one function, and must not from others. */
    private static Refusal refusal(Message.SpawnRequest request, Win32Exception failure) {
        boolean ofChild = failure.function().equals("CreateProcessAsUserW");
        String command = String.join(" ", request.command());
        if (command.length() > LONGEST_COMMAND_IN_MESSAGE) {
            command = command.substring(0, LONGEST_COMMAND_IN_MESSAGE) + "...";
        }
        return new Refusal(
                Stage.SPAWN_CHILD,
                failure.getMessage() + " | directory: " + request.cwd() + " | command: " + command,
                ofChild ? failure.code() : 0);
    }

    private void announce(ChildProcess child) throws Refusal {
        try {
            writer.write(new Message.SpawnReady(child.id()));
        } catch (IOException e) {
            throw new Refusal(Stage.WRITE_SPAWN_READY, "the parent cannot be told of its child: " + e.getMessage());
        }
    }

    private int converse(ChildProcess child, Message.SpawnRequest request, RunnerLog log) throws InterruptedException {
        try (InputBacklog backlog = new InputBacklog(folder(request.codexHome()), limits)) {
            LiveSession session = new LiveSession(child, reader, writer, backlog, log);
            return session.run(timeLimit(request.timeoutMs()), request.stdinOpen());
        }
    }

    private static Duration timeLimit(OptionalLong milliseconds) {
        return milliseconds.isPresent() ? Duration.ofMillis(milliseconds.getAsLong()) : FOREVER;
    }

    /** The folder of the sandbox's own files, if there is one. */
    private static Path folder(String home) {
        Path fallback = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            Path folder = Path.of(home);
            return Files.isDirectory(folder) ? folder : fallback;
        } catch (InvalidPathException e) {
            return fallback;
        }
    }
}
