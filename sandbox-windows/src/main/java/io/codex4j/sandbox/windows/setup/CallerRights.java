package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.FileAccess;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.windows.WindowsSettings;
import io.codex4j.sandbox.windows.win32.AccessEntry;
import io.codex4j.sandbox.windows.win32.AccessLists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Make ready what a command stands on that runs as the caller: each folder that it may write names a capability SID, and so
 * does its token. What is set stays, is noted for the way back, and is only looked at the next time.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class CallerRights implements RestrictedRights {
    private final SandboxHome home;
    private final CapabilitySids capabilitySids;
    private final Rights rights;

    public CallerRights(WindowsSettings settings, AccessLists accessLists) {
        home = new SandboxHome(settings.home().toAbsolutePath().normalize());
        capabilitySids = new CapabilitySids(home);
        rights = new Rights(home, accessLists);
    }

    @Override
    public Prepared prepare(SandboxCommand command, SandboxPolicy policy) throws SandboxException {
        if (policy.fileAccess() == FileAccess.UNRESTRICTED
                || !policy.deniedReads().isEmpty()) {
            throw new SandboxException(
                    SandboxException.Reason.UNENFORCEABLE,
                    "The unelevated Windows sandbox can neither keep files from being read, nor bound a command that may"
                            + " write everywhere.");
        }
        WriteRules rules = WriteRules.of(policy, command.directory(), new Environment(command.environment()), home);
        try {
            Map<Path, String> sids = capabilitySids.of(rules.roots(), rules.workspace());
            List<String> failures = new ArrayList<>(rights.lift(sids));
            failures.addAll(rights.put(wanted(rules, sids)));
            if (!failures.isEmpty()) {
                throw new SandboxException(
                        SandboxException.Reason.SETUP_FAILED,
                        "The Windows sandbox is not ready: " + String.join(" ", failures));
            }
            return new Prepared(
                    sids.isEmpty() ? List.of(capabilitySids.readOnly()) : List.copyOf(sids.values()),
                    ChildEnvironment.unelevated(command.environment(), policy.network()));
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxException.Reason.SETUP_FAILED,
                    "The Windows sandbox is not ready: " + e.getMessage() + "; see to it that " + home.home()
                            + " can be written.",
                    e);
        }
    }

    /** Return first the folders, then what in them may not be written. */
    private static List<FileRights> wanted(WriteRules rules, Map<Path, String> sids) {
        List<FileRights> wanted = new ArrayList<>();
        sids.forEach((root, sid) -> wanted.add(FileRights.of(root, Masks.WRITE, AccessEntry.Mode.SET, List.of(sid))));
        rules.denied()
                .forEach((path, roots) -> wanted.add(FileRights.of(
                        path,
                        Masks.DENY_WRITE,
                        AccessEntry.Mode.DENY,
                        roots.stream().map(sids::get).toList())));
        return wanted;
    }
}
