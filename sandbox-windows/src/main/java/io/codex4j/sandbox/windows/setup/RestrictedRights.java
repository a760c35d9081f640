package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Make ready what a command stands on that runs as the caller, with a restricted token: its rights on files, and what it
 * is told of its network. Safe for several threads.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface RestrictedRights {
    /**
     * What a command is started with.
     *
     * @param capabilitySids the SIDs that its token is restricted to, never empty
     * @param environment its whole environment
     */
    record Prepared(List<String> capabilitySids, Map<String, String> environment) {
        public Prepared {
            capabilitySids = List.copyOf(capabilitySids);
            environment = Map.copyOf(environment);
        }
    }

    /** Give the SIDs of a policy their rights; what was given before is not given again. */
    Prepared prepare(SandboxCommand command, SandboxPolicy policy) throws SandboxException;
}
