package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.windows.ipc.Frame;
import io.codex4j.sandbox.windows.ipc.FrameReader;
import io.codex4j.sandbox.windows.ipc.FrameWriter;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.ipc.PermissionProfile;
import io.codex4j.sandbox.windows.pipe.PipeInput;
import io.codex4j.sandbox.windows.pipe.PipeOutput;
import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Pipes;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Tokens;
import io.codex4j.sandbox.windows.win32.Windows;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * Serve one command as the command runner does, but with both sides in one program: the JVM notes the classes that this
 * takes, and makes an archive of them from which command runners start faster, and with less memory.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class RunnerTraining {
    private static final int TOKEN_QUERY = 8;
    private static final String DESKTOP = "CodexSandboxDesktop-";

    private RunnerTraining() {}

    /** Run a command that does nothing, in the current folder; no arguments. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Pipes pipes = Windows.pipes();
        Pipes.Ends toRunner = pipes.create();
        Pipes.Ends fromRunner = pipes.create();
        RunnerSession session = new RunnerSession(
                Windows.tokens(),
                Windows.processes(),
                pipes,
                new PipeInput(pipes, toRunner.read()),
                new PipeOutput(pipes, fromRunner.write()),
                System.err,
                InputBacklog.Limits.DEFAULT);
        Thread parent = Thread.ofPlatform().daemon().start(() -> {
            try {
                command(
                        new FrameReader(new PipeInput(pipes, fromRunner.read())),
                        new FrameWriter(new PipeOutput(pipes, toRunner.write())));
            } catch (IOException e) {
                // There is an archive all the same, of what was loaded until then.
                return;
            }
        });
        session.run();
        parent.join();
    }

    private static void command(FrameReader reader, FrameWriter writer) throws IOException {
        Processes processes = Windows.processes();
        String user = callerSid();
        // Not a random name: what makes those is not part of a runner.
        String name = DESKTOP + Long.toHexString(ProcessHandle.current().pid());
        Handle desktop = processes.createDesktop(name, "D:P(A;;GA;;;" + user + ")");
        try {
            writer.write(request(user, name));
            writer.write(new Message.Stdin(new byte[] {'\r', '\n'}));
            writer.write(new Message.CloseStdin());
            Frame frame = reader.read();
            while (frame != null && !(frame.message() instanceof Message.Exit)) {
                frame = reader.read();
            }
        } finally {
            processes.closeDesktop(desktop);
        }
    }

    private static Message.SpawnRequest request(String user, String desktop) {
        PermissionProfile.Entry entry = new PermissionProfile.Entry(
                new PermissionProfile.Place.Special("root", Optional.empty()),
                PermissionProfile.Access.READ,
                Optional.empty());
        String folder = System.getProperty("user.dir");
        return new Message.SpawnRequest(
                List.of("cmd.exe", "/c", "echo 1"),
                folder,
                Map.copyOf(System.getenv()),
                new PermissionProfile.Managed(
                        new PermissionProfile.FileSystem.Restricted(List.of(entry), OptionalInt.empty()), false),
                List.of(folder),
                "",
                "",
                List.of(user),
                Optional.empty(),
                OptionalLong.of(10_000),
                false,
                true,
                Optional.of(desktop));
    }

    private static String callerSid() throws IOException {
        Tokens tokens = Windows.tokens();
        Handle token = tokens.open(TOKEN_QUERY);
        try {
            return tokens.user(token);
        } finally {
            tokens.close(token);
        }
    }
}
