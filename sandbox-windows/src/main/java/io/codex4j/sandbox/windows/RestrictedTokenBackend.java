package io.codex4j.sandbox.windows;

import io.codex4j.sandbox.Availability;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.windows.runner.ChildProcess;
import io.codex4j.sandbox.windows.runner.RestrictedToken;
import io.codex4j.sandbox.windows.setup.RestrictedRights;
import io.codex4j.sandbox.windows.win32.Pipes;
import io.codex4j.sandbox.windows.win32.Processes;
import io.codex4j.sandbox.windows.win32.Tokens;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Run programs as the caller, with a token that may write only where it was given rights: it needs no set-up. */
final class RestrictedTokenBackend implements SandboxBackend {
    private static final int PRIORITY = 10;
    private static final String WINDOW_STATION = "Winsta0\\";
    private static final String DESKTOP_PREFIX = "CodexSandboxDesktop-";
    private static final int DESKTOP_BITS = 128;

    /**
     * What is called of Windows.
     *
     * @param tokens make the restricted ones
     * @param processes starts children, makes desktops
     * @param pipes to the children
     */
    record Calls(Tokens tokens, Processes processes, Pipes pipes) {}

    private final WindowsSettings settings;
    private final RestrictedRights rights;
    private final Supplier<Calls> source;

    /** By capabilities; their handles are kept as long as this process, since a child may come late to its desktop. */
    private final Map<List<String>, String> desktops = new HashMap<>();

    RestrictedTokenBackend(WindowsSettings settings, RestrictedRights rights, Supplier<Calls> source) {
        this.settings = settings;
        this.rights = rights;
        this.source = source;
    }

    @Override
    public String name() {
        return "windows-restricted-token";
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Availability probe() {
        if (!Refusals.isWindows()) {
            return Availability.unavailable("this is not Windows");
        }
        return Availability.weaker(weaknesses());
    }

    private List<String> weaknesses() {
        List<String> weaknesses = new ArrayList<>();
        weaknesses.add("the network is not blocked: programs are only told, by their environment, that there is none");
        weaknesses.add("programs run as you and can read all files that you can read");
        weaknesses.add("files and folders that everyone may write can be written");
        if (!settings.privateDesktop()) {
            weaknesses.add("programs can see and steer the windows on your desktop");
        }
        return weaknesses;
    }

    @Override
    public Optional<String> refusal(SandboxPolicy policy) {
        return policy.deniedReads().isEmpty()
                ? Refusals.common(policy)
                : Optional.of("it cannot keep files from being read");
    }

    @Override
    public SandboxedProcess start(SandboxCommand command, SandboxPolicy policy) throws SandboxException {
        Refusals.check(this, policy);
        RestrictedRights.Prepared prepared = rights.prepare(command, policy);
        Calls windows = source.get();
        try (RestrictedToken token = RestrictedToken.ofCaller(windows.tokens(), prepared.capabilitySids())) {
            Optional<String> desktop = settings.privateDesktop()
                    ? Optional.of(WINDOW_STATION + desktop(windows.processes(), token, prepared.capabilitySids()))
                    : Optional.empty();
            return DirectCommands.start(
                    command,
                    policy,
                    prepared.environment(),
                    desktop,
                    plan -> ChildProcess.start(windows.processes(), windows.pipes(), token, plan));
        } catch (Win32Exception e) {
            throw new SandboxException(
                    SandboxException.Reason.SETUP_FAILED, "the sandbox could not be set up: " + e.getMessage(), e);
        }
    }

    /** Programs with other rights get another desktop, so that they cannot steer each other. */
    private synchronized String desktop(Processes processes, RestrictedToken token, List<String> capabilitySids)
            throws Win32Exception {
        String name = desktops.get(capabilitySids);
        if (name == null) {
            name = DESKTOP_PREFIX + new BigInteger(DESKTOP_BITS, new SecureRandom()).toString(16);
            processes.createDesktop(name, "D:P(A;;0xf01ff;;;" + token.logonSid() + ")");
            desktops.put(capabilitySids, name);
        }
        return name;
    }
}
