package io.codex4j.policy;

import io.codex4j.config.Config;
import io.codex4j.config.Config.SandboxMode;
import io.codex4j.config.Config.WorkspaceWrite;
import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.WritableRoot;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/** Turn the sandbox settings of config.toml into the policy that a backend enforces. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class SandboxPolicies {
    private static final Path SLASH_TMP = Path.of("/tmp");
    private static final boolean ON_WINDOWS = File.separatorChar == '\\';
    private static final List<String> TEMPORARY = ON_WINDOWS ? List.of("TEMP", "TMP") : List.of("TMPDIR");

    private SandboxPolicies() {}

    /**
     * Return the policy of a sandbox mode.
     *
     * @param extraRoots folders that may be written besides the workspace, absolute
     * @param environment where TMPDIR is looked up, on Windows TEMP and TMP
     */
    public static SandboxPolicy of(
            SandboxMode mode, Config config, List<Path> extraRoots, Map<String, String> environment) {
        return switch (mode) {
            case READ_ONLY -> SandboxPolicy.readOnly();
            case DANGER_FULL_ACCESS -> SandboxPolicy.unrestricted();
            case WORKSPACE_WRITE -> {
                WorkspaceWrite settings = config.permissions().workspaceWrite();
                SandboxPolicy policy = SandboxPolicy.workspaceWrite(roots(config, extraRoots, environment));
                yield settings.networkAccess() ? policy.withNetwork(NetworkAccess.FULL) : policy;
            }
        };
    }

    /** Return the mode that applies where no flag names one: the configured one, else by the trust in the project. */
    public static SandboxMode defaultMode(Config config) {
        return config.permissions()
                .sandboxMode()
                .orElse(
                        config.permissions().projectTrust().isPresent()
                                ? SandboxMode.WORKSPACE_WRITE
                                : SandboxMode.READ_ONLY);
    }

    /** Describe the sandbox in one line, as the header of a run shows it. */
    public static String describe(
            SandboxMode mode, Config config, List<Path> extraRoots, Map<String, String> environment) {
        if (mode != SandboxMode.WORKSPACE_WRITE) {
            return mode.token();
        }
        WorkspaceWrite settings = config.permissions().workspaceWrite();
        List<String> names = new ArrayList<>();
        names.add("workdir");
        if (hasSlashTmp(settings)) {
            names.add("/tmp");
        }
        if (!settings.excludeTmpdir()) {
            for (String variable : TEMPORARY) {
                temporaryDirectory(variable, environment)
                        .ifPresent(path -> names.add(ON_WINDOWS ? "%" + variable + "%" : "$" + variable));
            }
        }
        settings.writableRoots().forEach(root -> names.add(root.toString()));
        extraRoots.forEach(root -> names.add(root.toString()));
        return mode.token() + " [" + String.join(", ", names) + "]"
                + (settings.networkAccess() ? " (network access enabled)" : "");
    }

    private static List<WritableRoot> roots(Config config, List<Path> extraRoots, Map<String, String> environment) {
        WorkspaceWrite settings = config.permissions().workspaceWrite();
        List<WritableRoot> roots = new ArrayList<>();
        roots.add(WritableRoot.workspace(config.directory()));
        settings.writableRoots().forEach(root -> roots.add(WritableRoot.workspace(root)));
        extraRoots.forEach(root -> roots.add(WritableRoot.workspace(root)));
        if (hasSlashTmp(settings)) {
            roots.add(WritableRoot.scratch(SLASH_TMP));
        }
        if (!settings.excludeTmpdir()) {
            for (String variable : TEMPORARY) {
                temporaryDirectory(variable, environment).ifPresent(path -> addScratch(path, roots));
            }
        }
        return roots;
    }

    /** TEMP and TMP are mostly the same folder. */
    private static void addScratch(Path path, List<WritableRoot> roots) {
        WritableRoot root = WritableRoot.scratch(path);
        if (!roots.contains(root)) {
            roots.add(root);
        }
    }

    /** On Windows, the path is that of a folder which anybody can make on whatever drive is the current one. */
    private static boolean hasSlashTmp(WorkspaceWrite settings) {
        return !ON_WINDOWS && !settings.excludeSlashTmp() && Files.isDirectory(SLASH_TMP);
    }

    private static Optional<Path> temporaryDirectory(String variable, Map<String, String> environment) {
        String value = environment.getOrDefault(variable, "");
        try {
            Path path = Path.of(value);
            return path.isAbsolute() && Files.isDirectory(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
