package io.codex4j.engine;

import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.CommandRequest;
import io.codex4j.policy.Action;
import io.codex4j.policy.Decision;
import io.codex4j.policy.PermissionPolicy;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxBackends;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Start the programs of tools: ask policy, choose the sandbox, make the environment. Safe for several threads. */
final class CommandStarter {
    private final PermissionPolicy permissions;
    private final List<SandboxBackend> backends;
    private final Function<SandboxPolicy, Map<String, String>> environment;
    private final Consumer<String> warnings;
    private final Map<SandboxPolicy, SandboxBackends.Choice> chosen = new HashMap<>();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    CommandStarter(
            PermissionPolicy permissions,
            List<SandboxBackend> backends,
            Function<SandboxPolicy, Map<String, String>> environment,
            Consumer<String> warnings) {
        this.permissions = permissions;
        this.backends = backends;
        this.environment = environment;
        this.warnings = warnings;
    }

    /** Let the backends get ready for commands under a policy, beside what else is done. */
    void warmUp(SandboxPolicy policy) {
        backends.forEach(backend -> backend.warmUp(policy));
    }

    SandboxedProcess start(CommandRequest request) throws ActionRefusedException {
        Action action = new Action.RunCommand(request.argv(), request.directory(), request.escalation());
        SandboxPolicy policy = switch (permissions.decide(action)) {
            case Decision.RunUnder run -> run.policy();
            case Decision.Refuse refused -> throw new ActionRefusedException(refused.reason());
            case Decision.WriteTo write -> throw new IllegalStateException("a command is no file: " + write);
        };
        try {
            SandboxCommand command = new SandboxCommand(
                    request.argv(), request.directory(), environment.apply(policy), request.streams());
            SandboxBackends.Choice choice = choose(policy);
            warnOnce(choice);
            return choice.backend().start(command, policy);
        } catch (SandboxException | IllegalArgumentException e) {
            throw new ActionRefusedException(String.valueOf(e.getMessage()), e);
        }
    }

    private synchronized SandboxBackends.Choice choose(SandboxPolicy policy) throws SandboxException {
        SandboxBackends.Choice known = chosen.get(policy);
        if (known == null) {
            known = SandboxBackends.choose(backends, policy);
            chosen.put(policy, known);
        }
        return known;
    }

    /** Say what is weaker only when a command is really run, and once. */
    private void warnOnce(SandboxBackends.Choice choice) {
        if (!choice.warnings().isEmpty() && warned.add(choice.backend().name())) {
            warnings.accept("The sandbox \"" + choice.backend().name() + "\" is weaker than it should be here: "
                    + String.join("; ", choice.warnings()));
        }
    }
}
