package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxSetup;
import io.codex4j.sandbox.windows.WindowsSettings;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * Make this machine ready for the elevated sandbox, look at it, mend it, and take everything away again. Where that needs an
 * administrator and the user is none, Windows asks. Every step may be repeated; a {@code progress} is told one sentence for
 * each, on the calling thread. For one thread at a time.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Setup implements SandboxSetup {
    private final SandboxHome home;
    private final Environment environment;
    private final SetupTools tools;
    private final Clock clock;

    public Setup(WindowsSettings settings, SetupTools tools) {
        this(settings, tools, Clock.systemUTC());
    }

    Setup(WindowsSettings settings, SetupTools tools, Clock clock) {
        home = new SandboxHome(settings.home().toAbsolutePath().normalize());
        environment = new Environment(settings.environment());
        this.tools = tools;
        this.clock = clock;
    }

    /**
     * Make the accounts and all that belongs to them, with new passwords.
     *
     * @throws SandboxException if a step failed, with a {@link SetupException} as cause
     */
    @Override
    public void setup(Consumer<String> progress) throws SandboxException {
        try {
            install(progress);
        } catch (SetupException e) {
            throw e.toSandboxException();
        }
    }

    /** Look at the parts, and change nothing. */
    public SetupStatus report() {
        return new StatusReport(home, tools).make(proxy());
    }

    @Override
    public Status status() {
        SetupStatus report = report();
        List<String> findings = new ArrayList<>();
        for (SetupStatus.Part part : report.parts()) {
            findings.add((part.present() ? "ok       " : "missing  ") + part.name() + ": " + part.detail());
        }
        return new Status(report.ready(), findings);
    }

    /**
     * Make everything anew: accounts that were renamed are deleted, and all rights are set again before the next command.
     *
     * @throws SandboxException if a step failed, with a {@link SetupException} as cause
     */
    @Override
    public void repair(Consumer<String> progress) throws SandboxException {
        try {
            Ledger.change(home, Ledger::forgetPolicies);
            if (!isRenamed()) {
                install(progress);
                return;
            }
        } catch (SetupException e) {
            throw e.toSandboxException();
        } catch (IOException e) {
            throw unusable(e).toSandboxException();
        }
        uninstall(progress);
        setup(progress);
    }

    /**
     * Take away all that was made; what fails does not keep the rest from being taken away.
     *
     * @throws SandboxException if something is left, with one sentence for each
     */
    @Override
    public void uninstall(Consumer<String> progress) throws SandboxException {
        Removal removal = new Removal(home, tools, progress);
        removal.removeRights();
        List<String> problems = new ArrayList<>(removeAccounts(removal, progress));
        if (problems.isEmpty()) {
            removal.removeFiles(environment.path("USERPROFILE"));
            problems.addAll(removal.problems());
        }
        if (!problems.isEmpty()) {
            throw new SandboxException(
                    SandboxException.Reason.SETUP_FAILED,
                    "Not all of the Windows sandbox could be removed. " + String.join(" ", problems)
                            + " Close other sessions and run `codex sandbox windows uninstall` again.");
        }
        progress.accept("The sandbox is removed.");
    }

    /** Make the accounts; shared with what does so before a command. */
    void install(Consumer<String> progress) throws SetupException {
        createFolder();
        try {
            SetupError.clear(home);
        } catch (IOException e) {
            throw unusable(e);
        }
        String realUser = RealUser.name(environment);
        if (isAdministrator()) {
            new Provisioning(home, tools, progress, clock).run(proxy(), realUser);
            return;
        }
        progress.accept("Asking for the rights of an administrator.");
        runElevated(SetupRequest.Mode.INTERACTIVE_PROVISION, realUser);
        try {
            if (SetupMarker.read(home).isEmpty()) {
                throw new SetupException(
                        SetupCode.ORCHESTRATOR_HELPER_INCOMPLETE,
                        "the set-up program ended before it was done; run `codex sandbox windows setup` again");
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        progress.accept("The sandbox is set up.");
    }

    ProxySettings proxy() {
        return ProxySettings.of(environment.toMap());
    }

    private List<String> removeAccounts(Removal removal, Consumer<String> progress) {
        try {
            if (isAdministrator()) {
                removal.removeAccounts();
                return removal.problems();
            }
            progress.accept("Asking for the rights of an administrator.");
            SetupError.clear(home);
            runElevated(SetupRequest.Mode.UNINSTALL, RealUser.name(environment));
            return removal.problems();
        } catch (SetupException | IOException e) {
            List<String> problems = new ArrayList<>(removal.problems());
            problems.add(e.getMessage() + ".");
            return problems;
        }
    }

    private void createFolder() throws SetupException {
        try {
            Files.createDirectories(home.state());
        } catch (IOException e) {
            throw new SetupException(
                    SetupCode.ORCHESTRATOR_SANDBOX_DIR_CREATE_FAILED,
                    "the folder " + home.state() + " cannot be made: " + e
                            + "; make room, or move away what is in its place, and try again",
                    e);
        }
    }

    private boolean isAdministrator() throws SetupException {
        try {
            return tools.helper().isAdministrator();
        } catch (Win32Exception e) {
            throw new SetupException(
                    SetupCode.ORCHESTRATOR_ELEVATION_CHECK_FAILED,
                    "Windows does not tell whether you are an administrator: " + e.getMessage(),
                    e);
        }
    }

    private void runElevated(SetupRequest.Mode mode, String realUser) throws SetupException {
        SetupRequest request = new SetupRequest(mode, home.home().toString(), List.of(), proxy(), realUser);
        int exitCode;
        try {
            exitCode = tools.helper().runElevated(request.encode());
        } catch (Win32Exception e) {
            if (e.code() == Win32Exception.ERROR_CANCELLED) {
                throw new SetupException(
                        SetupCode.ORCHESTRATOR_HELPER_LAUNCH_CANCELED,
                        "the rights of an administrator were refused; try again and agree when Windows asks, or set"
                                + " windows.sandbox to \"unelevated\"",
                        e);
            }
            throw new SetupException(
                    SetupCode.ORCHESTRATOR_HELPER_LAUNCH_FAILED,
                    "the set-up program could not be started: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new SetupException(
                    SetupCode.ORCHESTRATOR_PAYLOAD_SERIALIZE_FAILED,
                    "the request to the set-up program cannot be written: " + e.getMessage(),
                    e);
        }
        if (exitCode != 0) {
            throw reported(exitCode);
        }
    }

    private SetupException reported(int exitCode) {
        try {
            Optional<SetupException> failure = SetupError.read(home);
            return failure.orElseGet(() -> new SetupException(
                    SetupCode.ORCHESTRATOR_HELPER_EXIT_NONZERO,
                    "the set-up program ended with exit code " + exitCode + " and did not say why"));
        } catch (IOException e) {
            return new SetupException(
                    SetupCode.ORCHESTRATOR_HELPER_REPORT_READ_FAILED,
                    "the set-up program failed, and its report cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private boolean isRenamed() throws IOException {
        Ledger ledger = Ledger.read(home);
        List<String> names = List.of(Identity.GROUP, Identity.OFFLINE.user(), Identity.ONLINE.user());
        for (String name : names) {
            Optional<String> sid = ledger.account(name);
            Optional<String> current = sid.isPresent() ? tools.accounts().name(sid.get()) : Optional.empty();
            if (current.isPresent() && !current.get().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static SetupException unusable(IOException e) {
        return new SetupException(
                SetupCode.HELPER_UNKNOWN_ERROR, "the files of the sandbox cannot be used: " + e.getMessage(), e);
    }
}
