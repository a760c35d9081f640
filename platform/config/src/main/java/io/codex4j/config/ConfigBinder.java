package io.codex4j.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes the records of {@link Config} out of checked settings. */
final class ConfigBinder {
    private static final List<String> BUILT_IN_PROVIDERS = List.of("openai", "ollama", "lmstudio");
    private static final List<String> RETRY_LIMITS = List.of("request_max_retries", "stream_max_retries");
    private static final String PROVIDERS = "model_providers";
    /** A table that has a name of its own in the reference, but is that of a plugin. */
    private static final String WINDOWS = "windows";

    private static final String WINDOWS_PLUGIN = "sandbox-windows";

    private final ConfigRequest request;
    private final Settings settings;
    private final List<String> warnings;

    ConfigBinder(ConfigRequest request, Settings settings, List<String> warnings) {
        this.request = request;
        this.settings = settings;
        this.warnings = warnings;
    }

    Config bind(ProjectLayers project) throws ConfigException {
        Features features = FeatureCatalogue.resolve(settings.table(FeatureCatalogue.TABLE));
        Config.Permissions permissions = permissions(project);
        return new Config(
                request.home(),
                request.directory(),
                model(features, permissions),
                providers(),
                permissions,
                instructions(),
                shellEnvironment(),
                features,
                new Config.Display(settings.flag("hide_agent_reasoning"), settings.flag("show_raw_agent_reasoning")),
                settings.texts("notify"),
                plugins());
    }

    private Config.Model model(Features features, Config.Permissions permissions) {
        return new Config.Model(
                settings.text("model"),
                settings.requiredText("model_provider"),
                settings.text("model_reasoning_effort"),
                settings.text("model_reasoning_summary"),
                settings.text("model_verbosity"),
                settings.text("service_tier"),
                settings.whole("model_context_window"),
                settings.whole("tool_output_token_limit"),
                webSearch(features, permissions));
    }

    private Config.WebSearchMode webSearch(Features features, Config.Permissions permissions) {
        Optional<String> mode = settings.text("web_search");
        if (mode.isPresent()) {
            return switch (mode.get()) {
                case "disabled" -> Config.WebSearchMode.DISABLED;
                case "live" -> Config.WebSearchMode.LIVE;
                default -> Config.WebSearchMode.CACHED;
            };
        }
        if (features.isEnabled("web_search_cached")) {
            return Config.WebSearchMode.CACHED;
        }
        boolean isUnlimited = permissions.sandboxMode().equals(Optional.of(Config.SandboxMode.DANGER_FULL_ACCESS));
        boolean isLive = features.isEnabled("web_search_request") || isUnlimited;
        return isLive ? Config.WebSearchMode.LIVE : Config.WebSearchMode.CACHED;
    }

    private Map<String, ModelProviderDefinition> providers() throws ConfigException {
        Map<String, ModelProviderDefinition> providers = new LinkedHashMap<>();
        for (Map.Entry<String, Node> entry : settings.table(PROVIDERS).entries().entrySet()) {
            String id = entry.getKey();
            if (BUILT_IN_PROVIDERS.contains(id)) {
                throw entry.getValue()
                        .key()
                        .problem("`" + id
                                + "` is a built-in provider, which cannot be defined anew; give this one another"
                                + " id, such as `" + id + "-custom`");
            }
            providers.put(id, provider(id, settings.table(PROVIDERS, id).plain()));
        }
        Optional<String> baseUrl = settings.text("openai_base_url");
        if (baseUrl.isPresent()) {
            providers.put("openai", provider("openai", Map.of("base_url", baseUrl.get())));
        }
        return Collections.unmodifiableMap(providers);
    }

    private ModelProviderDefinition provider(String id, Map<String, @Nullable Object> table) {
        Map<String, @Nullable Object> checked = new LinkedHashMap<>(table);
        for (String limit : RETRY_LIMITS) {
            if (checked.get(limit) instanceof Long retries) {
                checked.put(limit, Math.min(retries, Schema.MAX_RETRIES));
            }
        }
        Object retries = checked.get("stream_max_retries");
        return new ModelProviderDefinition(
                id,
                settings.text(PROVIDERS, id, "name").orElse(id),
                settings.requiredText(PROVIDERS, id, "wire_api"),
                retries instanceof Long number ? number.intValue() : ModelProviderDefinition.DEFAULT_STREAM_MAX_RETRIES,
                Collections.unmodifiableMap(checked));
    }

    private Config.Permissions permissions(ProjectLayers project) throws ConfigException {
        return new Config.Permissions(
                approvalPolicy(),
                sandboxMode(),
                new Config.WorkspaceWrite(
                        settings.paths("sandbox_workspace_write", "writable_roots"),
                        settings.flag("sandbox_workspace_write", "network_access"),
                        settings.flag("sandbox_workspace_write", "exclude_tmpdir_env_var"),
                        settings.flag("sandbox_workspace_write", "exclude_slash_tmp")),
                project.trustOfDirectory(),
                settings.flag("allow_login_shell"));
    }

    private Optional<Config.ApprovalPolicy> approvalPolicy() {
        if (settings.node("approval_policy") instanceof Node.Table granular) {
            warnings.add("`approval_policy` as a table is not supported yet; `on-request` is used instead of "
                    + granular.key().describe() + ".");
            return Optional.of(Config.ApprovalPolicy.ON_REQUEST);
        }
        Optional<String> token = settings.text("approval_policy");
        for (Config.ApprovalPolicy policy : Config.ApprovalPolicy.values()) {
            if (token.equals(Optional.of(policy.token()))) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }

    private Optional<Config.SandboxMode> sandboxMode() {
        Optional<String> token = settings.text("sandbox_mode");
        for (Config.SandboxMode mode : Config.SandboxMode.values()) {
            if (token.equals(Optional.of(mode.token()))) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    private Config.Instructions instructions() throws ConfigException {
        OptionalLong maxBytes = settings.whole("project_doc_max_bytes");
        return new Config.Instructions(
                settings.text("developer_instructions"),
                settings.existingFile("model_instructions_file"),
                (int) Math.min(maxBytes.orElse(0), Integer.MAX_VALUE),
                settings.texts("project_doc_fallback_filenames"),
                settings.texts("project_root_markers"));
    }

    private ShellEnvironmentPolicy shellEnvironment() {
        String table = "shell_environment_policy";
        Map<String, String> filters = settings.textMap(table, "filters");
        List<String> exclude = new ArrayList<>(settings.texts(table, "exclude"));
        for (Map.Entry<String, String> filter : filters.entrySet()) {
            if (filter.getValue().equals("exclude")) {
                exclude.add(filter.getKey());
            }
        }
        return new ShellEnvironmentPolicy(
                ShellEnvironmentPolicy.Inherit.valueOf(
                        settings.requiredText(table, "inherit").toUpperCase(Locale.ROOT)),
                settings.flag(table, "ignore_default_excludes"),
                List.copyOf(exclude),
                Collections.unmodifiableMap(settings.textMap(table, "set")),
                settings.texts(table, "include_only"));
    }

    private Map<String, Map<String, @Nullable Object>> plugins() {
        Map<String, Map<String, @Nullable Object>> plugins = new LinkedHashMap<>();
        if (settings.node(WINDOWS) != null) {
            plugins.put(WINDOWS_PLUGIN, settings.table(WINDOWS).plain());
        }
        for (Map.Entry<String, Node> entry : settings.table("plugins").entries().entrySet()) {
            if (entry.getValue() instanceof Node.Table table) {
                Node.Table whole = entry.getKey().equals(WINDOWS_PLUGIN)
                        ? settings.table(WINDOWS).mergedWith(table)
                        : table;
                plugins.put(entry.getKey(), whole.plain());
            }
        }
        return Collections.unmodifiableMap(plugins);
    }
}
