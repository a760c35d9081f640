package io.codex4j.config;

import static io.codex4j.config.Features.Stage.DEPRECATED;
import static io.codex4j.config.Features.Stage.EXPERIMENTAL;
import static io.codex4j.config.Features.Stage.REMOVED;
import static io.codex4j.config.Features.Stage.STABLE;
import static io.codex4j.config.Features.Stage.UNDER_DEVELOPMENT;

import io.codex4j.config.Features.State;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The features that are known, with stage and default as {@code codex features list} of the reference prints them. */
final class FeatureCatalogue {
    static final String TABLE = "features";

    /** Top-level keys of old, and the feature that each of them switches. */
    private static final List<OldName> TOGGLES = List.of(
            new OldName("experimental_use_unified_exec_tool", "unified_exec"),
            new OldName("experimental_use_freeform_apply_patch", "apply_patch_freeform"),
            new OldName("include_apply_patch_tool", "apply_patch_freeform"));

    /** Other names of features: old ones, and one that later releases give. */
    private static final List<OldName> ALIASES = List.of(
            new OldName("collab", "multi_agent"),
            new OldName("connectors", "apps"),
            new OldName("enable_experimental_windows_sandbox", "experimental_windows_sandbox"),
            new OldName("hooks", "codex_hooks"),
            new OldName("include_apply_patch_tool", "apply_patch_freeform"),
            new OldName("memory_tool", "memories"),
            new OldName("request_permissions", "exec_permission_approvals"),
            new OldName("web_search", "web_search_request"));

    private static final List<State> DEFAULTS = List.of(
            new State("apply_patch_freeform", UNDER_DEVELOPMENT, false),
            new State("apps", STABLE, true),
            new State("artifact", UNDER_DEVELOPMENT, false),
            new State("child_agents_md", UNDER_DEVELOPMENT, false),
            new State("code_mode", UNDER_DEVELOPMENT, false),
            new State("code_mode_only", UNDER_DEVELOPMENT, false),
            new State("codex_git_commit", UNDER_DEVELOPMENT, false),
            new State("codex_hooks", UNDER_DEVELOPMENT, false),
            new State("collaboration_modes", REMOVED, true),
            new State("default_mode_request_user_input", UNDER_DEVELOPMENT, false),
            new State("elevated_windows_sandbox", REMOVED, false),
            new State("enable_fanout", UNDER_DEVELOPMENT, false),
            new State("enable_request_compression", STABLE, true),
            new State("exec_permission_approvals", UNDER_DEVELOPMENT, false),
            new State("experimental_windows_sandbox", REMOVED, false),
            new State("fast_mode", STABLE, true),
            new State("guardian_approval", EXPERIMENTAL, false),
            new State("image_detail_original", UNDER_DEVELOPMENT, false),
            new State("image_generation", UNDER_DEVELOPMENT, false),
            new State("js_repl", EXPERIMENTAL, false),
            new State("js_repl_tools_only", UNDER_DEVELOPMENT, false),
            new State("memories", UNDER_DEVELOPMENT, false),
            new State("multi_agent", STABLE, true),
            new State("multi_agent_v2", UNDER_DEVELOPMENT, false),
            new State("personality", STABLE, true),
            new State("plugins", STABLE, true),
            new State("prevent_idle_sleep", EXPERIMENTAL, false),
            new State("realtime_conversation", UNDER_DEVELOPMENT, false),
            new State("remote_models", REMOVED, false),
            new State("request_permissions_tool", UNDER_DEVELOPMENT, false),
            new State("request_rule", REMOVED, false),
            new State("responses_websockets", REMOVED, false),
            new State("responses_websockets_v2", REMOVED, false),
            new State("runtime_metrics", UNDER_DEVELOPMENT, false),
            new State("search_tool", REMOVED, false),
            new State("shell_snapshot", STABLE, true),
            new State("shell_tool", STABLE, true),
            new State("shell_zsh_fork", UNDER_DEVELOPMENT, false),
            new State("skill_env_var_dependency_prompt", UNDER_DEVELOPMENT, false),
            new State("skill_mcp_dependency_install", STABLE, true),
            new State("sqlite", REMOVED, true),
            new State("steer", REMOVED, true),
            new State("tool_call_mcp_elicitation", STABLE, true),
            new State("tool_search", UNDER_DEVELOPMENT, false),
            new State("tool_suggest", STABLE, true),
            new State("tui_app_server", STABLE, true),
            new State("undo", STABLE, false),
            new State("unified_exec", STABLE, true),
            new State("use_legacy_landlock", STABLE, false),
            new State("use_linux_sandbox_bwrap", REMOVED, false),
            new State("voice_transcription", UNDER_DEVELOPMENT, false),
            new State("web_search_cached", DEPRECATED, false),
            new State("web_search_request", DEPRECATED, false));

    /** Switches of later releases: accepted in files, so that one file serves both, but without any effect here. */
    private static final String[] OF_LATER_RELEASES = {
        "analytics_plan_history",
        "auth_elicitation",
        "browser_use",
        "code_mode_host",
        "compaction_image_budget",
        "computer_use",
        "content_item_kinds",
        "current_time_reminder",
        "daemon_auto_start",
        "goals",
        "guardianv2",
        "incremental_tools",
        "login_shell_package_path",
        "mcp_oauth_refresh_coordination",
        "mentions_v2",
        "network_proxy",
        "plugin_sharing",
        "reasoning_effort_override",
        "recommended_plugins",
        "remote_plugin",
        "respect_system_proxy",
        "rollout_budget",
        "secret_auth_storage",
        "skill_search",
        "sleep_tool",
        "system_proxy_fallback",
        "token_budget",
        "unbounded_connection_retries",
        "unified_exec_tty",
        "untrusted_as_tool_output",
        "view_image",
        "workspace_dependencies",
        "write_stdin_approval"
    };

    private record OldName(String name, String feature) {}

    private FeatureCatalogue() {}

    /** Return the top-level keys of old that switch features. */
    static String[] legacyToggles() {
        return names(TOGGLES);
    }

    private static String[] names(List<OldName> oldNames) {
        String[] names = new String[oldNames.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = oldNames.get(i).name();
        }
        return names;
    }

    /** Return the type of the table: each switch is true or false, or a table with {@code enabled}. */
    static KeyType.Structure structure() {
        KeyType type = new KeyType.Either(StructureBuilder.FLAG, StructureBuilder.FREE_TABLE);
        StructureBuilder builder = new StructureBuilder();
        for (State feature : DEFAULTS) {
            builder.withFallback(feature.key(), type, feature.enabled());
        }
        return builder.add(type, names(ALIASES)).add(type, OF_LATER_RELEASES).build();
    }

    /**
     * Return the key of a feature that was named on the command line.
     *
     * @throws ConfigException if there is none of that name
     */
    static String require(String name) throws ConfigException {
        String key = name;
        for (OldName alias : ALIASES) {
            key = alias.name().equals(name) ? alias.feature() : key;
        }
        for (State feature : DEFAULTS) {
            if (feature.key().equals(key)) {
                return key;
            }
        }
        throw new ConfigException(ConfigException.Kind.SETTING, "Unknown feature flag: " + name);
    }

    /** Return a layer with old names replaced by today's; a name of today wins over an old one in the same layer. */
    static Node.Table withoutOldNames(Node.Table layer) {
        Node.Table features = layer.tableAt(TABLE);
        for (OldName alias : ALIASES) {
            Node node = features.get(alias.name());
            if (node != null) {
                features = withDefault(features.without(alias.name()), alias.feature(), node);
            }
        }
        for (OldName toggle : TOGGLES) {
            Node node = layer.get(toggle.name());
            if (node != null) {
                features = withDefault(features, toggle.feature(), node);
            }
        }
        return features.entries().isEmpty() ? layer : layer.with(TABLE, features);
    }

    private static Node.Table withDefault(Node.Table features, String key, Node node) {
        return features.get(key) != null ? features : features.with(key, node);
    }

    static Features resolve(Node.Table features) {
        Map<String, State> states = new LinkedHashMap<>();
        for (State feature : DEFAULTS) {
            boolean enabled = isEnabled(features.get(feature.key()), feature.enabled());
            states.put(feature.key(), new State(feature.key(), feature.stage(), enabled));
        }
        return new Features(Collections.unmodifiableMap(states));
    }

    private static boolean isEnabled(@Nullable Node node, boolean fallback) {
        Node value = node instanceof Node.Table table ? table.get("enabled") : node;
        return (value != null && value.plain() instanceof Boolean enabled) ? enabled : fallback;
    }
}
