package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.FileAccess;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.windows.WindowsSettings;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * Make ready what a command of the elevated sandbox stands on. A machine that is not set up is set up first, for which
 * Windows may ask the user; rights on files are set once for each policy, and looked at after that.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class AccountPreparations implements Preparations {
    private final WindowsSettings settings;
    private final SandboxHome home;
    private final SetupTools tools;
    private final Consumer<String> progress;
    private final Setup setup;
    private final Readiness readiness;
    private final CapabilitySids capabilitySids;
    private final Refresh refresh;

    /**
     * Do nothing yet.
     *
     * @param progress told one sentence for each step of a set-up
     */
    public AccountPreparations(WindowsSettings settings, SetupTools tools, Consumer<String> progress) {
        this.settings = settings;
        home = new SandboxHome(settings.home().toAbsolutePath().normalize());
        this.tools = tools;
        this.progress = progress;
        setup = new Setup(settings, tools);
        readiness = new Readiness(home, tools.accounts());
        capabilitySids = new CapabilitySids(home);
        refresh = new Refresh(home, tools);
    }

    @Override
    public Optional<Account> account(SandboxPolicy policy) throws SandboxException {
        if (runsAsCaller()) {
            return Optional.empty();
        }
        Identity identity = Identity.of(policy);
        Optional<String> problem = readiness.problem(identity, setup.proxy());
        if (problem.isPresent()) {
            throw new SandboxException(SandboxException.Reason.SETUP_FAILED, problem.get());
        }
        return Optional.of(account(identity));
    }

    @Override
    public Prepared prepare(SandboxCommand command, SandboxPolicy policy) throws SandboxException {
        Identity identity = Identity.of(policy);
        if (!runsAsCaller()) {
            Optional<String> problem = readiness.problem(identity, setup.proxy());
            if (problem.isPresent()) {
                progress.accept(problem.get());
                install();
            }
        }
        return prepareReady(command, policy, identity);
    }

    @Override
    public Prepared renew(SandboxCommand command, SandboxPolicy policy) throws SandboxException {
        if (!runsAsCaller()) {
            progress.accept("Windows refused the password of the sandbox.");
            install();
        }
        return prepareReady(command, policy, Identity.of(policy));
    }

    /** One set-up at a time: a second command waits for that of the first, and finds it done or does its own. */
    private synchronized void install() throws SandboxException {
        try {
            // A set-up that fails must not leave passwords that are no longer good.
            Files.deleteIfExists(home.users());
            setup.install(progress);
            refresh.forget();
        } catch (SetupException e) {
            throw e.toSandboxException();
        } catch (IOException e) {
            throw failed(home.users() + " cannot be deleted", e);
        }
    }

    private Prepared prepareReady(SandboxCommand command, SandboxPolicy policy, Identity identity)
            throws SandboxException {
        if (policy.fileAccess() == FileAccess.UNRESTRICTED) {
            throw new SandboxException(
                    SandboxException.Reason.UNENFORCEABLE,
                    "The elevated Windows sandbox cannot keep from the network what may write everywhere.");
        }
        Environment variables = new Environment(command.environment());
        WriteRules rules = WriteRules.of(policy, command.directory(), variables, home);
        try {
            Map<Path, String> writeSids = capabilitySids.of(rules.roots(), rules.workspace());
            List<String> sids =
                    writeSids.isEmpty() ? List.of(capabilitySids.readOnly()) : List.copyOf(writeSids.values());
            if (!runsAsCaller()) {
                refresh(command, policy, rules, writeSids);
            }
            return new Prepared(
                    runsAsCaller() ? Optional.empty() : Optional.of(account(identity)),
                    sids,
                    Profiles.of(policy, rules),
                    List.of(rules.workspace().toString()),
                    ChildEnvironment.elevated(command.environment(), command.directory()));
        } catch (SetupException e) {
            throw e.toSandboxException();
        } catch (IOException e) {
            throw failed("The command cannot be made ready", e);
        }
    }

    private void refresh(SandboxCommand command, SandboxPolicy policy, WriteRules rules, Map<Path, String> writeSids)
            throws IOException, SetupException {
        String group = RealUser.sid(tools.accounts(), Identity.GROUP);
        List<Path> denied;
        try {
            denied = DeniedReads.find(policy.deniedReads());
        } catch (InvalidPathException e) {
            throw new IOException("what may not be read is no path: " + e.getMessage(), e);
        }
        ReadRoots readRoots = ReadRoots.of(
                home,
                new Environment(settings.environment()),
                rules,
                command.directory(),
                List.of(Provisioning.javaFolder()),
                command.argv().getFirst(),
                denied);
        Map<Path, List<String>> deniedWrites = rules.denied().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        path -> path.getValue().stream().map(writeSids::get).toList(),
                        (first, second) -> first,
                        TreeMap::new));
        refresh.apply(
                new Plan(denied, readRoots, writeSids, deniedWrites),
                group,
                RealUser.name(new Environment(settings.environment())),
                setup.proxy());
    }

    private Account account(Identity identity) throws SandboxException {
        try {
            SandboxUsers users = SandboxUsers.read(home)
                    .orElseThrow(() -> new IOException("the file " + home.users() + " is missing"));
            String sid = tools.accounts()
                    .sid(identity.user())
                    .orElseThrow(() -> new Win32Exception("LookupAccountNameW", Win32Exception.ERROR_NONE_MAPPED));
            return new Account(identity.user(), sid, users.password(identity, tools.accounts()));
        } catch (IOException e) {
            throw failed("The sandbox account " + identity.user() + " cannot be used", e);
        }
    }

    private boolean runsAsCaller() {
        return !settings.runnerCommand().isEmpty();
    }

    private static SandboxException failed(String what, IOException e) {
        return new SandboxException(
                SandboxException.Reason.SETUP_FAILED,
                what + ": " + e.getMessage() + "; run `codex sandbox windows repair`.",
                e);
    }
}
