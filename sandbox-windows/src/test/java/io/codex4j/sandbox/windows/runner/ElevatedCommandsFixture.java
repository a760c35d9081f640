package io.codex4j.sandbox.windows.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.codex4j.sandbox.ResourceLimits;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.windows.WindowsSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;

/** A parent whose runners are threads, so that they can be made to do anything. */
abstract class ElevatedCommandsFixture {
    static final Path HOME = Path.of("home").toAbsolutePath();
    static final SandboxPolicy POLICY = SandboxPolicy.readOnly();

    final FakeRunners runners = new FakeRunners();
    final FakePreparations preparations = new FakePreparations();
    final ByteArrayOutputStream callerOut = new ByteArrayOutputStream();
    final ByteArrayOutputStream callerErrors = new ByteArrayOutputStream();
    InputStream callerIn = new ByteArrayInputStream("typed".getBytes(StandardCharsets.UTF_8));
    private ElevatedCommands commands;

    ElevatedCommands commands() {
        if (commands == null) {
            WindowsSettings settings =
                    new WindowsSettings(HOME, Map.of(), Optional.empty(), true, List.of("runner.exe", "--x"));
            commands = new ElevatedCommands(
                    settings,
                    preparations,
                    new ElevatedCommands.Calls(runners, runners.pipes, new FakeTokens()),
                    new CallerStreams(callerIn, callerOut, callerErrors));
        }
        return commands;
    }

    /** Let the first runner do this; those that are started after it, to be there for later, wait for a request. */
    SandboxedProcess start(FakeRunners.Behaviour behaviour) throws SandboxException {
        return start(behaviour, POLICY, StandardStreams.PIPES);
    }

    SandboxedProcess start(FakeRunners.Behaviour behaviour, SandboxPolicy policy, StandardStreams streams)
            throws SandboxException {
        runners.behaviours.add(behaviour);
        runners.behaviours.add(link -> link.open().hear());
        return commands().start(command(streams, "program.exe", "argument"), policy);
    }

    static SandboxCommand command(StandardStreams streams, String... argv) {
        return new SandboxCommand(List.of(argv), HOME, Map.of("NAME", "value"), streams);
    }

    static SandboxPolicy limited(Duration time) {
        return POLICY.withLimits(
                new ResourceLimits(Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.of(time)));
    }

    static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Whatever happened: nothing is left. */
    @AfterEach
    void leavesNothingBehind() throws InterruptedException {
        if (commands != null) {
            commands.close();
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while ((runners.open() > 0 || runners.running() > 0) && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertEquals(0, runners.running(), "runners that still run");
        assertEquals(0, runners.open(), "handles that are still open");
    }
}
