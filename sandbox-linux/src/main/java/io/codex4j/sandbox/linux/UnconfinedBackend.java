package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.Availability;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Start programs without a sandbox, for the one policy that asks for none.
 *
 * <p>They run in a session of their own, so that the whole tree can be killed and has no hold on our terminal.
 */
final class UnconfinedBackend implements SandboxBackend {

    @Override
    public String name() {
        return "unconfined";
    }

    @Override
    public Availability probe() {
        return Availability.FULL;
    }

    @Override
    public Optional<String> refusal(SandboxPolicy policy) {
        return policy.isUnrestricted() ? Optional.empty() : Optional.of("it restricts nothing, and this policy does");
    }

    @Override
    public SandboxedProcess start(SandboxCommand command, SandboxPolicy policy) throws SandboxException {
        Refusals.check(this, policy, command);
        Programs.find(command);
        Guardian guardian = Guardian.instance();
        guardian.expectProcess();
        String mark = Guardian.newMark();
        List<String> argv = new ArrayList<>();
        if (Files.isExecutable(Programs.SETSID)) {
            argv.addAll(List.of(Programs.SETSID.toString(), "--"));
        }
        argv.addAll(command.argv());
        Process process = launch(argv, command.directory(), ProcessTree.marked(command.environment(), mark), command);
        guardian.sessionStarted(process.pid());
        return new UnconfinedProcess(process, command.streams(), new ProcessTree(process.pid(), mark));
    }

    private static Process launch(
            List<String> argv, Path directory, Map<String, String> environment, SandboxCommand command)
            throws SandboxException {
        ProcessBuilder builder = new ProcessBuilder(argv).directory(directory.toFile());
        if (command.streams() instanceof StandardStreams.Inherited) {
            builder.inheritIO();
        }
        builder.environment().clear();
        try {
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException | IllegalArgumentException e) {
            throw new SandboxException(
                    SandboxException.Reason.SETUP_FAILED,
                    "'" + command.argv().getFirst() + "' cannot be started: " + e.getMessage(),
                    e);
        }
    }

    private static final class UnconfinedProcess extends JdkProcess {
        private final ProcessTree tree;

        UnconfinedProcess(Process process, StandardStreams streams, ProcessTree tree) {
            super(process, streams);
            this.tree = tree;
        }

        @Override
        OptionalInt interruptGroup() {
            return OptionalInt.of((int) pid());
        }

        @Override
        void killAll() {
            process().destroyForcibly();
            tree.kill();
            Guardian.instance().sessionEnded(pid());
        }
    }
}
