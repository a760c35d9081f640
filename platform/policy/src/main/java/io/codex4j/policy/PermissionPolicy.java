package io.codex4j.policy;

import io.codex4j.api.tool.WindowsNames;
import io.codex4j.config.Config.ApprovalPolicy;
import io.codex4j.sandbox.FileAccess;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.WritableRoot;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Decide about actions. Immutable; safe for use by several threads.
 *
 * @param approval when the user is asked
 * @param sandbox what commands may do
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record PermissionPolicy(ApprovalPolicy approval, SandboxPolicy sandbox) {
    private static final String ESCALATION_UNDER_NEVER =
            "approval policy is Never; reject command — you cannot ask for escalated permissions if the approval policy"
                    + " is Never";
    private static final String NOBODY_TO_ASK = "rejected: there is nobody to ask for approval in this session";
    private static final String OUTSIDE_PROJECT =
            "patch rejected: writing outside of the project; rejected by user approval settings";
    private static final String OTHER_NAME =
            "patch rejected: Windows takes a name in this path for another file or a device; rejected by user approval"
                    + " settings";
    private static final boolean ON_WINDOWS = File.separatorChar == '\\';

    /** Decide about an action. */
    public Decision decide(Action action) {
        return switch (action) {
            case Action.RunCommand command -> decide(command);
            case Action.WriteFile write -> decide(write);
        };
    }

    private Decision decide(Action.RunCommand command) {
        if (!command.escalation().requested() || sandbox.isUnrestricted()) {
            return new Decision.RunUnder(sandbox);
        }
        return new Decision.Refuse(approval == ApprovalPolicy.NEVER ? ESCALATION_UNDER_NEVER : NOBODY_TO_ASK);
    }

    private Decision decide(Action.WriteFile write) {
        if (ON_WINDOWS && !WindowsNames.areKept(write.file())) {
            return new Decision.Refuse(OTHER_NAME);
        }
        Path real = mayBeInside(write.file()) ? realTarget(write.file()) : null;
        if (real == null) {
            return new Decision.Refuse(OUTSIDE_PROJECT);
        }
        return switch (sandbox.fileAccess()) {
            case UNRESTRICTED -> new Decision.WriteTo(real);
            case READ_ONLY -> new Decision.Refuse(OUTSIDE_PROJECT);
            case WORKSPACE_WRITE ->
                insideWritableRoot(real) ? new Decision.WriteTo(real) : new Decision.Refuse(OUTSIDE_PROJECT);
        };
    }

    /**
     * Tell whether it is worth looking at the file at all. To look at a file on another machine is to tell that machine who
     * the user is, so that is not done without need.
     */
    private boolean mayBeInside(Path file) {
        if (sandbox.fileAccess() == FileAccess.UNRESTRICTED) {
            return file.isAbsolute();
        }
        for (WritableRoot root : sandbox.writableRoots()) {
            Path real = realTarget(root.path());
            if (Objects.equals(file.getRoot(), root.path().getRoot())
                    || (real != null && Objects.equals(file.getRoot(), real.getRoot()))) {
                return true;
            }
        }
        return false;
    }

    private boolean insideWritableRoot(Path real) {
        boolean inside = false;
        for (WritableRoot root : sandbox.writableRoots()) {
            Path rootPath = realTarget(root.path());
            if (rootPath == null || !real.startsWith(rootPath) || real.equals(rootPath)) {
                continue;
            }
            // One root's protection holds even where another root, such as /tmp, contains the file too.
            if (isProtected(rootPath.relativize(real).getName(0).toString(), root)) {
                return false;
            }
            inside = true;
        }
        return inside;
    }

    private static boolean isProtected(String name, WritableRoot root) {
        for (String protectedName : root.protectedNames()) {
            if (ON_WINDOWS ? protectedName.equalsIgnoreCase(name) : protectedName.equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Follow links, of the file itself and of the folders that exist; null where that cannot be done. */
    private static @Nullable Path realTarget(Path file) {
        Path normal = file.toAbsolutePath().normalize();
        Path existing = normal;
        while (existing != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            return null;
        }
        try {
            return existing.toRealPath().resolve(existing.relativize(normal)).normalize();
        } catch (IOException e) {
            // A link to nowhere, a loop, or a folder that may not be searched.
            return null;
        }
    }
}
