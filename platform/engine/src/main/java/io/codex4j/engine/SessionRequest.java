package io.codex4j.engine;

import io.codex4j.api.HostContext.ClientInfo;
import io.codex4j.config.Config;
import io.codex4j.config.Config.ApprovalPolicy;
import io.codex4j.config.Config.SandboxMode;
import io.codex4j.kernel.Kernel;
import io.codex4j.policy.SandboxPolicies;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Describe the session to start.
 *
 * @param config the settings
 * @param kernel the plugins
 * @param client who starts it
 * @param approval when the user is asked
 * @param sandbox how far commands are locked in
 * @param resume which earlier session to go on with
 * @param ephemeral whether nothing is written to disk
 * @param deltas whether the front end wants the pieces of messages as they come
 * @param additionalRoots folders that may be written besides the workspace, absolute
 * @param environment the environment of the process
 * @param warnings what the user should be told at the start
 * @param clock the time, in the user's zone
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record SessionRequest(
        Config config,
        Kernel kernel,
        ClientInfo client,
        ApprovalPolicy approval,
        SandboxMode sandbox,
        Resume resume,
        boolean ephemeral,
        boolean deltas,
        List<Path> additionalRoots,
        Map<String, String> environment,
        List<String> warnings,
        Clock clock) {
    public SessionRequest {
        additionalRoots = List.copyOf(additionalRoots);
        environment = Map.copyOf(environment);
        warnings = List.copyOf(warnings);
    }

    /** Return a builder with the defaults of a run without a user: never ask, the configured sandbox. */
    public static Builder builder(Config config, Kernel kernel, ClientInfo client) {
        return new Builder(config, kernel, client);
    }

    /** Collect what describes a session. */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public static final class Builder {
        private final Config config;
        private final Kernel kernel;
        private final ClientInfo client;
        private ApprovalPolicy approval = ApprovalPolicy.NEVER;
        private SandboxMode sandbox;
        private Resume resume = Resume.none();
        private boolean ephemeral;
        private boolean deltas;
        private List<Path> additionalRoots = List.of();
        private Map<String, String> environment = System.getenv();
        private List<String> warnings = List.of();
        private Clock clock = Clock.system(ZoneId.systemDefault());

        private Builder(Config config, Kernel kernel, ClientInfo client) {
            this.config = config;
            this.kernel = kernel;
            this.client = client;
            this.sandbox = SandboxPolicies.defaultMode(config);
        }

        public Builder approval(ApprovalPolicy policy) {
            approval = policy;
            return this;
        }

        public Builder sandbox(SandboxMode mode) {
            sandbox = mode;
            return this;
        }

        public Builder resume(Resume choice) {
            resume = choice;
            return this;
        }

        public Builder ephemeral(boolean unwritten) {
            ephemeral = unwritten;
            return this;
        }

        public Builder deltas(boolean wanted) {
            deltas = wanted;
            return this;
        }

        public Builder additionalRoots(List<Path> roots) {
            additionalRoots = roots;
            return this;
        }

        public Builder environment(Map<String, String> variables) {
            environment = variables;
            return this;
        }

        public Builder warnings(List<String> sentences) {
            warnings = sentences;
            return this;
        }

        public Builder clock(Clock time) {
            clock = time;
            return this;
        }

        public SessionRequest build() {
            return new SessionRequest(
                    config,
                    kernel,
                    client,
                    approval,
                    sandbox,
                    resume,
                    ephemeral,
                    deltas,
                    additionalRoots,
                    environment,
                    warnings,
                    clock);
        }
    }
}
