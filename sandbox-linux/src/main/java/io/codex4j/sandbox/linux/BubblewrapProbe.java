package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.Availability;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Find out whether bubblewrap works here, and if not what would help. */
final class BubblewrapProbe {
    static final String NOT_INSTALLED =
            "bubblewrap is not installed; install the package bubblewrap, for example with: apt install bubblewrap";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_MESSAGE = 300;

    private BubblewrapProbe() {}

    static Availability run(BubblewrapBackend backend, List<Path> candidates) {
        if (CpuArchitecture.current().isEmpty()) {
            return Availability.unavailable(CpuArchitecture.unknownMessage());
        }
        if (candidates.isEmpty()) {
            return Availability.unavailable(NOT_INSTALLED);
        }
        SandboxCommand command = new SandboxCommand(
                List.of("true"), Path.of("/"), Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"), StandardStreams.PIPES);
        try (SandboxedProcess process = backend.start(command, SandboxPolicy.readOnly())) {
            process.stdin().close();
            if (!process.waitFor(PATIENCE)) {
                return Availability.unavailable(candidates.getFirst() + " does not come to an end");
            }
            if (process.waitFor() == 0) {
                return Availability.FULL;
            }
            String message = new String(process.stderr().readAllBytes(), StandardCharsets.UTF_8);
            return Availability.unavailable(explain(candidates.getFirst(), message.strip()));
        } catch (SandboxException | IOException e) {
            return Availability.unavailable(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Availability.unavailable("the trial run of bubblewrap was interrupted");
        }
    }

    private static String explain(Path program, String message) {
        String shortened = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
        String said = program + " fails (" + shortened.replace('\n', ' ') + ")";
        return said + "; " + cure(shortened, Path.of("/proc/sys"));
    }

    /** Return what would help, by what the kernel is set to. */
    static String cure(String message, Path settings) {
        if (message.contains("nknown option")) {
            return "it is too old: install bubblewrap 0.4 or later";
        }
        if (isSetTo(settings.resolve("kernel/unprivileged_userns_clone"), "0")) {
            return "the kernel forbids user namespaces: sysctl -w kernel.unprivileged_userns_clone=1 allows them";
        }
        if (isSetTo(settings.resolve("user/max_user_namespaces"), "0")) {
            return "the kernel allows no user namespace: sysctl -w user.max_user_namespaces=15000 allows them";
        }
        if (isSetTo(settings.resolve("kernel/apparmor_restrict_unprivileged_userns"), "1")) {
            return "AppArmor forbids user namespaces to programs without a profile: give bwrap one, or allow them with"
                    + " sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";
        }
        return "a container or another sandbox around us may forbid new namespaces";
    }

    private static boolean isSetTo(Path setting, String value) {
        try {
            return Files.readString(setting).strip().equals(value);
        } catch (IOException e) {
            return false;
        }
    }
}
