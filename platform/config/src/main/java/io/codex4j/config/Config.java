package io.codex4j.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one session, after all layers. Source of names and defaults: the reference's {@code config.toml}.
 *
 * @param home {@code $CODEX_HOME}, absolute; it may not exist yet
 * @param directory working directory, absolute
 * @param model which model, and how it is asked
 * @param modelProviders the tables {@code [model_providers.<id>]}; none for a built-in provider, except that
 *     {@code openai_base_url} appears as {@code base_url} of {@code openai}
 * @param permissions what commands may do, and when to ask
 * @param instructions what the model is told besides the prompt
 * @param shellEnvironment which variables commands see
 * @param features the switches of {@code [features]}
 * @param display what is shown
 * @param notifyCommand {@code notify}: program that is told about finished turns, empty for none
 * @param plugins the tables {@code [plugins."<id>"]}, as plain maps; {@code [windows]} is the reference's name for that of
 *     {@code sandbox-windows}, and lies under it where both are there
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record Config(
        Path home,
        Path directory,
        Model model,
        Map<String, ModelProviderDefinition> modelProviders,
        Permissions permissions,
        Instructions instructions,
        ShellEnvironmentPolicy shellEnvironment,
        Features features,
        Display display,
        List<String> notifyCommand,
        Map<String, Map<String, @Nullable Object>> plugins) {

    /**
     * Which model, and how it is asked.
     *
     * @param slug {@code model}
     * @param provider {@code model_provider}
     * @param reasoningEffort {@code model_reasoning_effort}
     * @param reasoningSummary {@code model_reasoning_summary}
     * @param verbosity {@code model_verbosity}
     * @param serviceTier {@code service_tier}
     * @param contextWindow {@code model_context_window}, tokens
     * @param toolOutputTokenLimit {@code tool_output_token_limit}
     * @param webSearch {@code web_search}; where it is absent, live without a sandbox, else cached
     */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public record Model(
            Optional<String> slug,
            String provider,
            Optional<String> reasoningEffort,
            Optional<String> reasoningSummary,
            Optional<String> verbosity,
            Optional<String> serviceTier,
            OptionalLong contextWindow,
            OptionalLong toolOutputTokenLimit,
            WebSearchMode webSearch) {}

    /** How the hosted web search may search. */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public enum WebSearchMode {
        DISABLED,
        CACHED,
        LIVE
    }

    /**
     * What commands may do, and when to ask.
     *
     * @param approvalPolicy {@code approval_policy}
     * @param sandboxMode {@code sandbox_mode}
     * @param workspaceWrite {@code [sandbox_workspace_write]}
     * @param projectTrust {@code trust_level} of the working directory, else of its project, else of its repository
     * @param allowLoginShell {@code allow_login_shell}
     */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public record Permissions(
            Optional<ApprovalPolicy> approvalPolicy,
            Optional<SandboxMode> sandboxMode,
            WorkspaceWrite workspaceWrite,
            Optional<TrustLevel> projectTrust,
            boolean allowLoginShell) {}

    /** When the user is asked. The token is the one of config.toml. */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public enum ApprovalPolicy {
        UNTRUSTED("untrusted"),
        ON_FAILURE("on-failure"),
        ON_REQUEST("on-request"),
        NEVER("never");

        private final String token;

        ApprovalPolicy(String token) {
            this.token = token;
        }

        public String token() {
            return token;
        }
    }

    /** How far commands are locked in. The token is the one of config.toml. */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public enum SandboxMode {
        READ_ONLY("read-only"),
        WORKSPACE_WRITE("workspace-write"),
        DANGER_FULL_ACCESS("danger-full-access");

        private final String token;

        SandboxMode(String token) {
            this.token = token;
        }

        public String token() {
            return token;
        }
    }

    /** Whether the user trusts a project. */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public enum TrustLevel {
        TRUSTED,
        UNTRUSTED
    }

    /**
     * The table {@code [sandbox_workspace_write]}.
     *
     * @param writableRoots {@code writable_roots}, absolute
     * @param networkAccess {@code network_access}
     * @param excludeTmpdir {@code exclude_tmpdir_env_var}
     * @param excludeSlashTmp {@code exclude_slash_tmp}
     */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public record WorkspaceWrite(
            List<Path> writableRoots, boolean networkAccess, boolean excludeTmpdir, boolean excludeSlashTmp) {}

    /**
     * What the model is told besides the prompt.
     *
     * @param developerInstructions {@code developer_instructions}
     * @param modelInstructionsFile {@code model_instructions_file}, absolute; it replaces the base instructions. It
     *     was there when the config was loaded
     * @param projectDocMaxBytes {@code project_doc_max_bytes}
     * @param projectDocFallbackFilenames {@code project_doc_fallback_filenames}
     * @param projectRootMarkers {@code project_root_markers}
     */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public record Instructions(
            Optional<String> developerInstructions,
            Optional<Path> modelInstructionsFile,
            int projectDocMaxBytes,
            List<String> projectDocFallbackFilenames,
            List<String> projectRootMarkers) {}

    /**
     * What is shown.
     *
     * @param hideAgentReasoning {@code hide_agent_reasoning}
     * @param showRawAgentReasoning {@code show_raw_agent_reasoning}
     */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public record Display(boolean hideAgentReasoning, boolean showRawAgentReasoning) {}
}
