package io.codex4j.cli;

import io.codex4j.config.Config;
import io.codex4j.config.Config.SandboxMode;
import io.codex4j.kernel.Kernel;
import io.codex4j.policy.SandboxPolicies;
import io.codex4j.sandbox.NetworkAccess;
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
import picocli.CommandLine.Model.CommandSpec;

/** {@code codex sandbox linux|macos|windows}: run a command as the agent would. */
final class SandboxCommandLine {
    static final String NAME = "sandbox";

    private SandboxCommandLine() {}

    static CommandSpec spec() {
        return Flags.group(NAME, "Run a command in the sandbox that commands of the model run in")
                .addSubcommand("linux", linux("linux").aliases("landlock"))
                .addSubcommand("macos", absent("macos", "macOS").aliases("seatbelt"))
                .addSubcommand("windows", absent("windows", "Windows"));
    }

    /** Return the command for this system, under a name of its own. */
    static CommandSpec linux(String name) {
        CommandSpec spec = Flags.command(
                name,
                new Linux(),
                "Run a command in the Linux sandbox: bubblewrap, or Landlock where that cannot be used",
                "codex sandbox linux [OPTIONS] [--] <COMMAND> [ARGS]...");
        spec.parser().stopAtPositional(true);
        return spec.addOption(Flags.flag(Flags.FULL_AUTO)
                        .description("Let the command change the working directory and the temporary ones; without"
                                + " this it changes nothing. It has no network either way")
                        .build())
                .addPositional(Flags.operands("COMMAND", "The command and its arguments"));
    }

    static CommandSpec absent(String name, String system) {
        CommandSpec spec = Flags.command(
                name,
                new Absent(system),
                "Run a command in the " + system + " sandbox",
                "codex sandbox " + name + " [OPTIONS] [--] <COMMAND> [ARGS]...");
        spec.parser().stopAtPositional(true);
        return spec.addOption(Flags.flag(Flags.FULL_AUTO).build())
                .addOption(Flags.flag("--log-denials").hidden(true).build())
                .addPositional(Flags.operands("COMMAND", "The command and its arguments"));
    }

    private static final class Absent implements Action {
        private final String system;

        Absent(String system) {
            this.system = system;
        }

        @Override
        public int run(Invocation invocation) throws CommandFailure {
            throw CommandFailure.error("the " + system + " sandbox is not available on this system");
        }
    }

    private static final class Linux implements Action {
        @Override
        public int run(Invocation invocation) throws CommandFailure, UsageError, InterruptedException {
            List<String> argv = invocation.operands();
            if (argv.isEmpty() || argv.getFirst().isEmpty()) {
                throw CommandFailure.error("name the command to run: codex sandbox linux -- COMMAND [ARGS]");
            }
            Host host = invocation.host();
            Config config = Settings.load(invocation).config();
            Optional<Programs.Problem> problem =
                    Programs.problem(argv.getFirst(), config.directory(), host.environment());
            if (problem.isPresent()) {
                host.errors().println("Error: " + problem.get().sentence());
                return problem.get().status();
            }
            SandboxPolicy policy = SandboxPolicies.of(mode(invocation, config), config, List.of(), host.environment());
            try (Kernel kernel = Kernel.start(config, host.environment(), ClientNames.COMMAND_LINE)) {
                return run(argv, host, config, policy, kernel);
            }
        }

        private static int run(List<String> argv, Host host, Config config, SandboxPolicy policy, Kernel kernel)
                throws CommandFailure, UsageError, InterruptedException {
            try {
                SandboxBackends.Choice choice = SandboxBackends.choose(kernel.sandboxes(), policy);
                if (!choice.warnings().isEmpty()) {
                    host.errors()
                            .println("warning: the sandbox \""
                                    + choice.backend().name() + "\" is weaker than it should be: "
                                    + String.join("; ", choice.warnings()));
                }
                SandboxCommand command = new SandboxCommand(
                        argv, config.directory(), environment(host, policy), StandardStreams.INHERITED);
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

        private static Map<String, String> environment(Host host, SandboxPolicy policy) {
            Map<String, String> environment = new HashMap<>(host.environment());
            if (policy.network().equals(NetworkAccess.NONE)) {
                environment.put("CODEX_SANDBOX_NETWORK_DISABLED", "1");
            }
            return environment;
        }
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
