package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.TerminalSize;
import io.codex4j.sandbox.windows.WindowsSettings;
import io.codex4j.sandbox.windows.ipc.Message;
import io.codex4j.sandbox.windows.setup.Preparations;
import io.codex4j.sandbox.windows.setup.Preparations.Prepared;
import io.codex4j.sandbox.windows.win32.Handle;
import io.codex4j.sandbox.windows.win32.Pipes;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Tokens;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Start commands through command runners. Safe for several threads; closing ends what still runs. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ElevatedCommands implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(15);
    private static final Duration REFILL_DELAY = Duration.ofMillis(500);
    private static final Duration USEFUL_LIFE = Duration.ofSeconds(10);

    /** Longer than any command runs, and short enough to be counted in nanoseconds. */
    private static final Duration ENDLESS = Duration.ofDays(3650);

    private static final int TOKEN_QUERY = 8;

    /**
     * What is called of Windows.
     *
     * @param processes starts runners, makes desktops
     * @param pipes to the runners
     * @param tokens tell who we are
     */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public record Calls(Processes processes, Pipes pipes, Tokens tokens) {}

    private final Path home;
    private final Preparations preparations;
    private final Tokens tokens;
    private final CallerStreams callerStreams;
    private final RunnerPool pool;
    private final PrivateDesktops desktops;
    private final RunnerArchive archive;
    private final boolean hasOwnRunner;
    private @Nullable String callerSid;

    /**
     * Get ready to start commands; nothing is done yet.
     *
     * @param callerStreams what commands with inherited streams use
     */
    public ElevatedCommands(
            WindowsSettings settings, Preparations preparations, Calls windows, CallerStreams callerStreams) {
        home = settings.home();
        this.preparations = preparations;
        this.callerStreams = callerStreams;
        tokens = windows.tokens();
        desktops = new PrivateDesktops(windows.processes());
        archive = new RunnerArchive(new RunnerInstallation(home), windows.processes());
        hasOwnRunner = settings.runnerCommand().isEmpty();
        RunnerLauncher launcher = new RunnerLauncher(
                windows.processes(), windows.pipes(), this::callerSid, RunnerInstallation.program(settings));
        pool = new RunnerPool(launcher, REFILL_DELAY, USEFUL_LIFE);
    }

    /** Have a runner started for a command that may come; returns at once. */
    public void warmUp(SandboxPolicy policy) {
        pool.warm(() -> preparations.account(policy));
        if (hasOwnRunner) {
            archive.makeLater();
        }
    }

    /**
     * Start a command.
     *
     * @throws SandboxException if it cannot be started; what Windows says against the password is tried once more with a
     *     new one
     */
    public SandboxedProcess start(SandboxCommand command, SandboxPolicy policy) throws SandboxException {
        Prepared prepared = preparations.prepare(command, policy);
        try {
            try {
                return start(command, policy, prepared);
            } catch (RunnerFailure failure) {
                if (prepared.account().isEmpty()
                        || !failure.isAboutCredentials(command.argv().getFirst())) {
                    throw failure;
                }
            }
            pool.discard(prepared.account());
            return start(command, policy, preparations.renew(command, policy));
        } catch (RunnerFailure failure) {
            throw failure.toSandboxException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException(
                    SandboxException.Reason.SETUP_FAILED, "interrupted while the command runner was started", e);
        }
    }

    private SandboxedProcess start(SandboxCommand command, SandboxPolicy policy, Prepared prepared)
            throws RunnerFailure, InterruptedException {
        Message.SpawnRequest request = request(command, policy, prepared);
        RunnerProcess runner;
        try {
            runner = pool.take(prepared.account());
        } finally {
            prepared.account().ifPresent(account -> Arrays.fill(account.password(), '\0'));
        }
        SessionProcess session = command.streams() instanceof StandardStreams.Inherited
                ? runner.serve(request, callerStreams)
                : runner.serve(request);
        session.awaitReady(LONGEST_START);
        if (command.streams() instanceof StandardStreams.Terminal terminal
                && !terminal.size().equals(TerminalSize.DEFAULT)) {
            // A request does not tell the size.
            session.resize(terminal.size());
        }
        pool.warmLater(() -> preparations.account(policy));
        return session;
    }

    private Message.SpawnRequest request(SandboxCommand command, SandboxPolicy policy, Prepared prepared)
            throws RunnerFailure {
        String userSid;
        String desktop;
        try {
            userSid = prepared.account().isPresent() ? prepared.account().get().sid() : callerSid();
            desktop = desktops.name(callerSid(), userSid, policy);
        } catch (Win32Exception e) {
            throw RunnerFailure.of("Windows does not say which user this is", e);
        }
        return new Message.SpawnRequest(
                command.argv(),
                command.directory().toString(),
                prepared.environment(),
                prepared.profile(),
                prepared.workspaceRoots(),
                home.resolve(".sandbox").toString(),
                home.toString(),
                prepared.capabilitySids(),
                Optional.empty(),
                timeout(policy),
                command.streams() instanceof StandardStreams.Terminal,
                true,
                Optional.of(desktop));
    }

    private static OptionalLong timeout(SandboxPolicy policy) {
        Duration limit = policy.limits().wallTime().orElse(ENDLESS);
        return limit.compareTo(ENDLESS) < 0 ? OptionalLong.of(Math.max(0, limit.toMillis())) : OptionalLong.empty();
    }

    private synchronized String callerSid() throws Win32Exception {
        String known = callerSid;
        if (known == null) {
            Handle token = tokens.open(TOKEN_QUERY);
            try {
                known = tokens.user(token);
            } finally {
                tokens.close(token);
            }
            callerSid = known;
        }
        return known;
    }

    /** End what still runs, and wait for that. */
    @Override
    public void close() {
        archive.close();
        pool.close();
        desktops.close();
    }
}
