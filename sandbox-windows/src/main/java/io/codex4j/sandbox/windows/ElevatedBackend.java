package io.codex4j.sandbox.windows;

import io.codex4j.sandbox.Availability;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxSetup;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.windows.WindowsSettings.Level;
import io.codex4j.sandbox.windows.runner.CallerStreams;
import io.codex4j.sandbox.windows.runner.ElevatedCommands;
import io.codex4j.sandbox.windows.setup.Preparations;
import io.codex4j.sandbox.windows.win32.Windows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Run programs as users of the sandbox, through command runners. */
final class ElevatedBackend implements SandboxBackend {
    private static final int PRIORITY = 20;

    private final WindowsSettings settings;
    private final Preparations preparations;
    private final SandboxSetup setup;
    private @Nullable ElevatedCommands commands;
    private @Nullable Availability availability;

    ElevatedBackend(WindowsSettings settings, Preparations preparations, SandboxSetup setup) {
        this.settings = settings;
        this.preparations = preparations;
        this.setup = setup;
    }

    @Override
    public String name() {
        return "windows-elevated";
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public synchronized Availability probe() {
        Availability known = availability;
        if (known == null) {
            known = look();
            availability = known;
        }
        return known;
    }

    private Availability look() {
        if (!Refusals.isWindows()) {
            return Availability.unavailable("this is not Windows");
        }
        if (!settings.runnerCommand().isEmpty()) {
            return Availability.weaker(
                    List.of("`windows.runner_command` is set, so programs run as the user who started this one"));
        }
        if (settings.level().equals(Optional.of(Level.UNELEVATED))) {
            return Availability.unavailable("`windows.sandbox` asks for the unelevated one");
        }
        if (settings.level().equals(Optional.of(Level.ELEVATED))) {
            // Asked for by name: the first command sets up what is missing.
            return Availability.FULL;
        }
        try {
            preparations.account(SandboxPolicy.readOnly());
            return Availability.FULL;
        } catch (SandboxException e) {
            return Availability.unavailable(e.getMessage());
        }
    }

    @Override
    public Optional<String> refusal(SandboxPolicy policy) {
        return Refusals.common(policy);
    }

    @Override
    public Optional<SandboxSetup> setup() {
        return Optional.of(setup);
    }

    @Override
    public void warmUp(SandboxPolicy policy) {
        if (refusal(policy).isEmpty() && probe().level() != Availability.Level.UNAVAILABLE) {
            commands().warmUp(policy);
        }
    }

    @Override
    public SandboxedProcess start(SandboxCommand command, SandboxPolicy policy) throws SandboxException {
        Refusals.check(this, policy);
        for (Map.Entry<String, String> variable : command.environment().entrySet()) {
            if (!isVariable(variable.getKey(), variable.getValue())) {
                throw new SandboxException(
                        SandboxException.Reason.SETUP_FAILED,
                        "the environment holds a variable that no program can be given: '" + variable.getKey() + "'");
            }
        }
        return commands().start(command, policy);
    }

    /** Tell whether Windows can say it; names such as {@code =C:} are its own, for the folders of drives. */
    private static boolean isVariable(String name, String value) {
        return !name.isEmpty() && name.indexOf('=', 1) < 0 && (name + value).indexOf('\0') < 0;
    }

    private synchronized ElevatedCommands commands() {
        ElevatedCommands known = commands;
        if (known == null) {
            known = new ElevatedCommands(
                    settings,
                    preparations,
                    new ElevatedCommands.Calls(Windows.processes(), Windows.pipes(), Windows.tokens()),
                    CallerStreams.ofThisProcess());
            commands = known;
        }
        return known;
    }

    @Override
    public void close() {
        ElevatedCommands known;
        synchronized (this) {
            known = commands;
            commands = null;
        }
        if (known != null) {
            known.close();
        }
    }
}
