package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.windows.ipc.Frame;
import io.codex4j.sandbox.windows.ipc.FrameReader;
import io.codex4j.sandbox.windows.ipc.FrameWriter;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.ipc.PermissionProfile;
import io.codex4j.sandbox.windows.ipc.PermissionProfile.FileSystem;
import io.codex4j.sandbox.windows.win32.Pipes;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Tokens;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Do once all that a request will need, but start nothing: what is used for the first time is slow.
 *
 * <p>A runner waits for its request, and this is what it does meanwhile.
 */
final class WarmUp {
    /** The SID of nobody. */
    private static final String NOBODY = "S-1-0-0";

    /** No program can have such a name, and no desktop has this one. */
    private static final String NOTHING = "?";

    private final Tokens tokens;
    private final Processes processes;
    private final Pipes pipes;

    WarmUp(Tokens tokens, Processes processes, Pipes pipes) {
        this.tokens = tokens;
        this.processes = processes;
        this.pipes = pipes;
    }

    void run() {
        try {
            readAndWrite();
            openNoDesktop();
            startNothing();
        } catch (IOException e) {
            // If it is a matter of importance, the request fails of the same.
            return;
        }
    }

    private void readAndWrite() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        new FrameWriter(sent).write(request());
        FrameReader reader = new FrameReader(new ByteArrayInputStream(sent.toByteArray()));
        for (Frame frame = reader.read(); frame != null; frame = reader.read()) {
            FrameWriter answers = new FrameWriter(OutputStream.nullOutputStream());
            answers.write(new Message.SpawnReady(frame.version()));
            answers.write(new Message.Output(new byte[1], Message.Stream.STDOUT));
            answers.write(new Message.Exit(0, false));
        }
    }

    private static Message.SpawnRequest request() {
        return new Message.SpawnRequest(
                List.of(NOTHING),
                NOTHING,
                Map.of(NOTHING, NOTHING),
                new PermissionProfile.Managed(new FileSystem.Restricted(List.of(), OptionalInt.empty()), false),
                List.of(),
                NOTHING,
                NOTHING,
                List.of(NOBODY),
                Optional.empty(),
                OptionalLong.empty(),
                false,
                false,
                Optional.of(NOTHING));
    }

    private void openNoDesktop() {
        try {
            processes.closeDesktop(processes.openDesktop(NOTHING));
        } catch (Win32Exception e) {
            // There is none, as was to be expected.
            return;
        }
    }

    private void startNothing() throws IOException {
        ChildProcess.Plan plan =
                new ChildProcess.Plan(List.of(NOTHING), NOTHING, Map.of(), Optional.empty(), Optional.empty());
        try (RestrictedToken token = RestrictedToken.ofSandboxUser(tokens, List.of(NOBODY))) {
            ChildProcess.start(processes, pipes, token, plan).close();
        }
    }
}
