package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.windows.ipc.PermissionProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/** Make ready what a command stands on: its user, its rights on files, its network. Safe for several threads. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface Preparations {
    /**
     * What a command is started with.
     *
     * @param account whom the runner runs as; absent where tests start the runner as the caller
     * @param capabilitySids restricting SIDs, never empty
     * @param profile the policy as the runner wants it
     * @param workspaceRoots what project roots of the profile stand for
     * @param environment the whole environment of the child
     */
    record Prepared(
            Optional<Account> account,
            List<String> capabilitySids,
            PermissionProfile profile,
            List<String> workspaceRoots,
            Map<String, String> environment) {}

    /**
     * A user of the sandbox.
     *
     * @param name account name on this machine
     * @param sid its SID
     * @param password in clear
     */
    @SuppressWarnings("ArrayRecordComponent") // a password is wiped after its use
    record Account(String name, String sid, char[] password) {}

    /**
     * Return which user a command would run as, so that a runner can be started before there is a command; absent as in
     * {@link Prepared}.
     */
    Optional<Account> account(SandboxPolicy policy) throws SandboxException;

    /** Make everything ready for a command; what was made ready for an equal policy before is not made again. */
    Prepared prepare(SandboxCommand command, SandboxPolicy policy) throws SandboxException;

    /** Make it ready with new passwords, because Windows refused the known ones. */
    Prepared renew(SandboxCommand command, SandboxPolicy policy) throws SandboxException;
}
