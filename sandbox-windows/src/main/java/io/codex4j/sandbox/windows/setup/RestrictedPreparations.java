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
 * Make ready what a command of the unelevated sandbox stands on: a restricted token of the caller, which may write only
 * where a list names one of its capability SIDs. Safe for several threads.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class RestrictedPreparations {
    /**
     * What a command is started with.
     *
     * @param capabilitySids restricting SIDs, never empty
     * @param rights what must be set before the start, in this order: roots, then what in them may not be written
     * @param environment the whole environment of the child
     * @param notes one sentence for each folder of the policy that was left out
     */
    public record Prepared(
            List<String> capabilitySids, List<FileRights> rights, Map<String, String> environment, List<String> notes) {
        public Prepared {
            capabilitySids = List.copyOf(capabilitySids);
            rights = List.copyOf(rights);
            environment = Map.copyOf(environment);
            notes = List.copyOf(notes);
        }
    }

    private final SandboxHome home;
    private final CapabilitySids capabilitySids;
    private final AccessLists accessLists;

    public RestrictedPreparations(WindowsSettings settings, AccessLists accessLists) {
        home = new SandboxHome(settings.home().toAbsolutePath().normalize());
        capabilitySids = new CapabilitySids(home);
        this.accessLists = accessLists;
    }

    /** Find out what a command needs; only files of the sandbox itself are written. */
    public Prepared prepare(SandboxCommand command, SandboxPolicy policy) throws SandboxException {
        if (policy.fileAccess() == FileAccess.UNRESTRICTED
                || !policy.deniedReads().isEmpty()) {
            throw new SandboxException(
                    SandboxException.Reason.UNENFORCEABLE,
                    "The unelevated Windows sandbox can neither keep files from being read nor the network from what may"
                            + " write everywhere.");
        }
        Environment variables = new Environment(command.environment());
        WriteRules rules = WriteRules.of(policy, command.directory(), variables, home);
        try {
            Map<Path, String> sids = capabilitySids.of(rules.roots(), rules.workspace());
            return new Prepared(
                    sids.isEmpty() ? List.of(capabilitySids.readOnly()) : List.copyOf(sids.values()),
                    rights(rules, sids),
                    ChildEnvironment.unelevated(command.environment(), policy.network()),
                    rules.notes());
        } catch (IOException e) {
            throw failed(e.getMessage() + "; see to it that " + home.home() + " can be written.", e);
        }
    }

    /** Set the rights of a command, where they are not there yet, and note them for the way back. */
    public void grant(Prepared prepared) throws SandboxException {
        try {
            List<String> failures = new Rights(home, accessLists).put(prepared.rights());
            if (!failures.isEmpty()) {
                throw failed(String.join(" ", failures), new IOException("not all rights could be set"));
            }
        } catch (IOException e) {
            throw failed(e.getMessage() + "; see to it that " + home.home() + " can be written.", e);
        }
    }

    private static List<FileRights> rights(WriteRules rules, Map<Path, String> sids) {
        List<FileRights> rights = new ArrayList<>();
        sids.forEach((root, sid) -> rights.add(FileRights.of(root, Masks.WRITE, AccessEntry.Mode.SET, List.of(sid))));
        rules.denied()
                .forEach((path, roots) -> rights.add(FileRights.of(
                        path,
                        Masks.DENY_WRITE,
                        AccessEntry.Mode.DENY,
                        roots.stream().map(sids::get).toList())));
        return rights;
    }

    private static SandboxException failed(String message, IOException cause) {
        return new SandboxException(
                SandboxException.Reason.SETUP_FAILED, "The Windows sandbox is not ready: " + message, cause);
    }
}
