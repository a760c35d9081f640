package io.codex4j.cli;

import io.codex4j.config.Config;
import io.codex4j.kernel.Kernel;
import io.codex4j.kernel.PluginFailure;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxSetup;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code codex sandbox windows setup|status|repair|uninstall}: what the sandbox needs once on a machine. */
enum SandboxSetupCommand implements Action {
    SETUP("Make the accounts, rights and rules that the sandbox needs; asks for the rights of an administrator"),
    STATUS("Say whether the sandbox is ready, and what is missing"),
    REPAIR("Make everything of the sandbox anew that can be broken"),
    UNINSTALL("Take away all that was made for the sandbox");

    private static final String SYSTEM = "Windows";

    private final String summary;

    SandboxSetupCommand(String summary) {
        this.summary = summary;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    CommandSpec spec() {
        return Flags.command(word(), this, summary, "codex sandbox windows " + word() + " [OPTIONS]");
    }

    @Override
    public int run(Invocation invocation) throws CommandFailure, UsageError {
        SandboxCommandLine.require(SYSTEM);
        Config config = Settings.load(invocation).config();
        Host host = invocation.host();
        try (Kernel kernel = Kernel.start(config, host.environment(), ClientNames.COMMAND_LINE)) {
            return run(setup(kernel), host);
        } catch (SandboxException e) {
            throw CommandFailure.because(e);
        }
    }

    private static SandboxSetup setup(Kernel kernel) throws CommandFailure {
        for (SandboxBackend backend : kernel.sandboxes()) {
            Optional<SandboxSetup> setup = backend.setup();
            if (setup.isPresent()) {
                return setup.get();
            }
        }
        for (PluginFailure failure : kernel.failures()) {
            throw CommandFailure.error(failure.describe());
        }
        throw CommandFailure.error("no sandbox here needs to be made ready");
    }

    private int run(SandboxSetup setup, Host host) throws SandboxException {
        switch (this) {
            case SETUP -> setup.setup(host.output()::println);
            case REPAIR -> setup.repair(host.output()::println);
            case UNINSTALL -> setup.uninstall(host.output()::println);
            case STATUS -> {
                SandboxSetup.Status status = setup.status();
                host.output().println(status.ready() ? "The sandbox is ready." : "The sandbox is not ready.");
                status.findings().forEach(host.output()::println);
                return status.ready() ? Program.SUCCESS : Program.FAILURE;
            }
        }
        return Program.SUCCESS;
    }
}
