package io.codex4j.config;

import static io.codex4j.config.StructureBuilder.ANYTHING;
import static io.codex4j.config.StructureBuilder.COUNT;
import static io.codex4j.config.StructureBuilder.FLAG;
import static io.codex4j.config.StructureBuilder.FREE_TABLE;
import static io.codex4j.config.StructureBuilder.PATH;
import static io.codex4j.config.StructureBuilder.PATHS;
import static io.codex4j.config.StructureBuilder.TEXT;
import static io.codex4j.config.StructureBuilder.TEXTS;
import static io.codex4j.config.StructureBuilder.TEXT_MAP;
import static io.codex4j.config.StructureBuilder.choice;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every key of {@code config.toml} that is known, declared once: type, allowed values, default. Keys that the reference
 * has and that nothing here uses yet are declared too, more loosely, so that a user's file gives no noise.
 */
final class Schema {
    static final int MAX_RETRIES = 100;
    static final String DEFAULT_WIRE_API = "responses";

    /** Not used below a profile: they choose the profile, or belong to the machine. */
    private static final List<String> OUTSIDE_PROFILES = List.of("profile", "profiles", "projects");

    private final KeyType.Structure root;

    Schema() {
        Map<String, Key> plain = new StructureBuilder()
                .addAll(model().keys())
                .addAll(approvals().keys())
                .addAll(instructions().keys())
                .addAll(tools().keys())
                .addAll(extensions().keys())
                .addAll(stateAndDisplay().keys())
                .addAll(accountAndTelemetry().keys())
                .build()
                .keys();
        KeyType profile = new StructureBuilder()
                .addAll(plain)
                .add(FLAG, "tools_view_image")
                .build();
        KeyType project = new StructureBuilder()
                .add(choice("trusted", "untrusted"), "trust_level")
                .build();
        root = new StructureBuilder()
                .addAll(plain)
                .add(TEXT, "profile")
                .add(new KeyType.MapOf(profile), "profiles")
                .add(new KeyType.MapOf(project), "projects")
                .build();
    }

    KeyType.Structure root() {
        return root;
    }

    static Node.Table withoutKeysOutsideProfiles(Node.Table profile) {
        Node.Table allowed = profile;
        for (String name : OUTSIDE_PROFILES) {
            allowed = allowed.without(name);
        }
        return allowed;
    }

    /** Return what is known of the key at a path; empty if nothing is. The root itself has no key. */
    Optional<Key> keyAt(List<String> path) {
        Key found = Key.of(root);
        for (String name : path) {
            Optional<Key> next = found.type().keyBelow(name);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            boolean secret = found.secret() || next.get().secret();
            found = new Key(next.get().type(), next.get().fallback(), secret);
        }
        return Optional.of(found);
    }

    private static KeyType.Structure model() {
        return new StructureBuilder()
                .add(TEXT, "model", "review_model", "model_reasoning_effort", "plan_mode_reasoning_effort")
                .withFallback("model_provider", TEXT, "openai")
                .add(new KeyType.MapOf(modelProvider()), "model_providers")
                .add(COUNT, "model_context_window", "model_auto_compact_token_limit", "tool_output_token_limit")
                .add(choice("total", "body_after_prefix"), "model_auto_compact_token_limit_scope")
                .add(new KeyType.Whole(0, 100), "model_post_turn_compact_threshold_percent")
                .add(choice("auto", "concise", "detailed", "none"), "model_reasoning_summary")
                .add(choice("low", "medium", "high"), "model_verbosity")
                .add(PATH, "model_catalog_json", "model_instructions_file", "experimental_instructions_file")
                .add(choice("none", "friendly", "pragmatic"), "personality")
                .add(TEXT, "service_tier", "oss_provider", "openai_base_url", "chatgpt_base_url")
                .add(TEXT, "apps_mcp_product_sku", "commit_attribution")
                .add(FLAG, "daybreak", "model_supports_reasoning_summaries")
                .add(TEXT_MAP, "responses_api_metadata")
                .build();
    }

    private static KeyType.Structure modelProvider() {
        return new StructureBuilder()
                .add(TEXT, "name", "base_url", "model_catalog_url", "env_key", "env_key_instructions")
                .withFallback("wire_api", TEXT, DEFAULT_WIRE_API)
                .secret("experimental_bearer_token", TEXT)
                .add(FREE_TABLE, "auth", "aws")
                .add(ANYTHING, "gateway_oauth", "capabilities")
                .add(TEXT, "project_id", "location")
                .add(PATH, "credential_file")
                .add(TEXT_MAP, "query_params", "env_http_headers")
                .secret("http_headers", TEXT_MAP)
                .add(COUNT, "request_max_retries", "stream_idle_timeout_ms", "websocket_connect_timeout_ms")
                .withFallback("stream_max_retries", COUNT, (long) ModelProviderDefinition.DEFAULT_STREAM_MAX_RETRIES)
                .add(FLAG, "requires_openai_auth", "supports_websockets", "supports_standalone_web_search")
                .build();
    }

    private static KeyType.Structure approvals() {
        KeyType granular = new StructureBuilder()
                .add(
                        new StructureBuilder()
                                .add(FLAG, "sandbox_approval", "rules", "mcp_elicitations")
                                .add(FLAG, "skill_approval", "request_permissions")
                                .build(),
                        "granular")
                .build();
        KeyType policy = choice("untrusted", "on-failure", "on-request", "never");
        KeyType workspaceWrite = new StructureBuilder()
                .withFallback("writable_roots", PATHS, List.of())
                .withFallback("network_access", FLAG, false)
                .withFallback("exclude_tmpdir_env_var", FLAG, false)
                .withFallback("exclude_slash_tmp", FLAG, false)
                .build();
        return new StructureBuilder()
                .add(new KeyType.Either(policy, granular), "approval_policy")
                .add(choice("user", "auto_review", "guardian_subagent"), "approvals_reviewer")
                .add(choice("read-only", "workspace-write", "danger-full-access"), "sandbox_mode")
                .add(workspaceWrite, "sandbox_workspace_write")
                .add(TEXT, "default_permissions")
                .withFallback("allow_login_shell", FLAG, true)
                .add(shellEnvironment(), "shell_environment_policy")
                .add(FLAG, "allow_symlinked_codex_home", "windows_wsl_setup_acknowledged")
                .add(PATH, "zsh_path")
                .add(windows(), "windows")
                .add(FREE_TABLE, "auto_review", "permissions")
                .build();
    }

    private static KeyType.Structure windows() {
        return new StructureBuilder()
                .add(choice("elevated", "unelevated"), "sandbox")
                .add(FLAG, "sandbox_private_desktop", "allow_mxc")
                .add(TEXTS, "runner_command")
                .build();
    }

    private static KeyType.Structure shellEnvironment() {
        return new StructureBuilder()
                .withFallback("inherit", choice("all", "core", "none"), "all")
                .withFallback("ignore_default_excludes", FLAG, true)
                .withFallback("exclude", TEXTS, List.of())
                .add(TEXT_MAP, "set")
                .withFallback("include_only", TEXTS, List.of())
                .add(new KeyType.MapOf(choice("include", "exclude")), "filters")
                .add(FLAG, "experimental_use_profile")
                .build();
    }

    private static KeyType.Structure instructions() {
        return new StructureBuilder()
                .add(TEXT, "instructions", "developer_instructions", "compact_prompt")
                .add(PATH, "experimental_compact_prompt_file")
                .add(FLAG, "include_permissions_instructions", "include_apps_instructions")
                .add(FLAG, "include_collaboration_mode_instructions", "include_environment_context")
                .add(FLAG, "include_environment_context_time")
                .withFallback("project_doc_max_bytes", COUNT, 32_768L)
                .withFallback("project_doc_fallback_filenames", TEXTS, List.of())
                .withFallback("project_root_markers", TEXTS, ProjectRoot.DEFAULT_MARKERS)
                .build();
    }

    private static KeyType.Structure tools() {
        return new StructureBuilder()
                .add(choice("disabled", "cached", "indexed", "live"), "web_search")
                .add(FREE_TABLE, "tools", "tool_suggest")
                .add(COUNT, "background_terminal_max_timeout")
                .add(PATH, "js_repl_node_path")
                .add(PATHS, "js_repl_node_module_dirs")
                .add(FLAG, FeatureCatalogue.legacyToggles())
                .add(FeatureCatalogue.structure(), FeatureCatalogue.TABLE)
                .build();
    }

    private static KeyType.Structure extensions() {
        return new StructureBuilder()
                .add(FREE_TABLE, "mcp_servers", "mcp_enterprise_managed_auth", "apps", "marketplaces")
                .add(FREE_TABLE, "orchestrator", "cloud", "browser_use", "computer_use")
                .add(FREE_TABLE, "agents", "goals", "memories", "skills", "hooks")
                .add(new KeyType.MapOf(FREE_TABLE), "plugins")
                .add(choice("auto", "file", "keyring"), "mcp_oauth_credentials_store")
                .add(new KeyType.Whole(0, 65_535), "mcp_oauth_callback_port")
                .add(TEXT, "mcp_oauth_callback_url")
                .add(COUNT, "mcp_optional_startup_grace_ms")
                .build();
    }

    private static KeyType.Structure stateAndDisplay() {
        KeyType history = new StructureBuilder()
                .withFallback("persistence", choice("save-all", "none"), "save-all")
                .add(COUNT, "max_bytes")
                .build();
        return new StructureBuilder()
                .add(history, "history")
                .add(PATH, "sqlite_home", "log_dir")
                .add(choice("vscode", "vscode-insiders", "windsurf", "cursor", "none"), "file_opener")
                .withFallback("hide_agent_reasoning", FLAG, false)
                .withFallback("show_raw_agent_reasoning", FLAG, false)
                .add(FLAG, "check_for_update_on_startup", "disable_paste_burst")
                .add(FLAG, "suppress_unstable_features_warning")
                .withFallback("notify", TEXTS, List.of())
                .add(COUNT, "thread_unload_delay_secs")
                .add(FREE_TABLE, "analytics", "feedback", "notice", "desktop", "ghost_snapshot", "tui")
                .build();
    }

    private static KeyType.Structure accountAndTelemetry() {
        return new StructureBuilder()
                .add(choice("file", "keyring", "auto", "ephemeral"), "cli_auth_credentials_store")
                .add(choice("chatgpt", "api"), "forced_login_method")
                .add(new KeyType.Either(TEXT, TEXTS), "forced_chatgpt_workspace_id")
                .add(FREE_TABLE, "otel", "audio", "realtime", "experimental_thread_store")
                .add(ANYTHING, "experimental_thread_store_endpoint", "experimental_realtime_ws_base_url")
                .add(ANYTHING, "experimental_realtime_ws_model", "experimental_realtime_ws_backend_prompt")
                .add(ANYTHING, "experimental_realtime_ws_startup_context")
                .add(ANYTHING, "experimental_realtime_start_instructions")
                .add(ANYTHING, "experimental_realtime_webrtc_call_base_url")
                .build();
    }
}
