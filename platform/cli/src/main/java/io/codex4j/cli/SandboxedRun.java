package io.codex4j.cli;

import io.codex4j.config.Config;
import io.codex4j.config.Config.SandboxMode;
import io.codex4j.kernel.Kernel;
import io.codex4j.kernel.PluginFailure;
import io.codex4j.policy.SandboxPolicies;
import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.ResourceLimits;
import io.codex4j.sandbox.SandboxBackends;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Run a command in the sandbox of one system, with the streams of this process. */
final class SandboxedRun implements Action {
    private final String system;
    private final String name;

    /**
     * @param system the only one that this runs on
     * @param name how the command line calls it
     */
    SandboxedRun(String system, String name) {
        this.system = system;
        this.name = name;
    }

    @Override
    public int run(Invocation invocation) throws CommandFailure, UsageError, InterruptedException {
        SandboxCommandLine.require(system);
        List<String> argv = invocation.operands();
        if (argv.isEmpty() || argv.getFirst().isEmpty()) {
            throw CommandFailure.error("name the command to run: codex sandbox " + name + " -- COMMAND [ARGS]");
        }
        Host host = invocation.host();
        Config config = Settings.load(invocation).config();
        Optional<Programs.Problem> problem = Programs.problem(argv.getFirst(), config.directory(), host.environment());
        if (problem.isPresent()) {
            host.errors().println("Error: " + problem.get().sentence());
            return problem.get().status();
        }
        SandboxPolicy policy = SandboxPolicies.of(mode(invocation, config), config, List.of(), host.environment())
                .withLimits(limits(invocation));
        try (Kernel kernel = Kernel.start(config, host.environment(), ClientNames.COMMAND_LINE)) {
            for (PluginFailure failure : kernel.failures()) {
                host.errors().println("warning: " + failure.describe());
            }
            return run(argv, host, config, policy, kernel);
        }
    }

    private static int run(List<String> argv, Host host, Config config, SandboxPolicy policy, Kernel kernel)
            throws CommandFailure, UsageError, InterruptedException {
        try {
            SandboxBackends.Choice choice = SandboxBackends.choose(kernel.sandboxes(), policy);
            if (!choice.warnings().isEmpty()) {
                host.errors()
                        .println("warning: the sandbox \"" + choice.backend().name()
                                + "\" is weaker than it should be: " + String.join("; ", choice.warnings()));
            }
            SandboxCommand command =
                    new SandboxCommand(argv, config.directory(), environment(host, policy), StandardStreams.INHERITED);
            try (SandboxedProcess process = choice.backend().start(command, policy)) {
                return ProcessSignals.guard(new Forwarding(process), process::waitFor);
            }
        } catch (SandboxException e) {
            throw CommandFailure.because(e);
        }
    }

    /** A command that asks for the sandbox never runs without one, whatever the agent's commands may do. */
    private static SandboxMode mode(Invocation invocation, Config config) {
        if (invocation.isGiven(Flags.FULL_AUTO)) {
            return SandboxMode.WORKSPACE_WRITE;
        }
        return config.permissions().sandboxMode().orElse(SandboxMode.READ_ONLY) == SandboxMode.WORKSPACE_WRITE
                ? SandboxMode.WORKSPACE_WRITE
                : SandboxMode.READ_ONLY;
    }

    private static ResourceLimits limits(Invocation invocation) throws UsageError {
        Optional<String> given = invocation.value(SandboxCommandLine.TIMEOUT);
        if (given.isEmpty()) {
            return ResourceLimits.NONE;
        }
        try {
            long millis = Long.parseLong(given.get());
            if (millis >= 0) {
                return new ResourceLimits(
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.of(Duration.ofMillis(millis)));
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageError(
                SandboxCommandLine.TIMEOUT + " takes a whole number of milliseconds, but it is `" + given.get() + "`");
    }

    private static Map<String, String> environment(Host host, SandboxPolicy policy) {
        Map<String, String> environment = new HashMap<>(host.environment());
        if (policy.network().equals(NetworkAccess.NONE)) {
            environment.put("CODEX_SANDBOX_NETWORK_DISABLED", "1");
        }
        return environment;
    }

    /** Ctrl-C is the business of the command, as often as it comes: a shell or an editor goes on after it. */
    private record Forwarding(SandboxedProcess process) implements ProcessSignals.Response {
        private static final Duration PATIENCE = Duration.ofSeconds(2);

        @Override
        public boolean interrupt(int count) {
            process.interrupt();
            return true;
        }

        @Override
        public void terminate() {
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
            try {
                process.waitFor(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process.kill();
        }
    }
}
