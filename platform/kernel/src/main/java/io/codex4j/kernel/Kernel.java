package io.codex4j.kernel;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.HostContext;
import io.codex4j.api.HostContext.ClientInfo;
import io.codex4j.api.JsonObject;
import io.codex4j.api.Plugin;
import io.codex4j.api.PluginException;
import io.codex4j.api.hook.HookFactory;
import io.codex4j.api.model.ModelProvider;
import io.codex4j.api.model.ModelProviderConfig;
import io.codex4j.api.model.ModelProviderFactory;
import io.codex4j.api.skill.SkillSource;
import io.codex4j.api.tool.ToolFactory;
import io.codex4j.config.Config;
import io.codex4j.config.ModelProviderDefinition;
import io.codex4j.sandbox.SandboxBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Hold the plugins of a process and what they contribute. Immutable after it was built; safe for use by several threads.
 *
 * <p>Built-ins and drop-ins enter by the same method. A plugin that fails is a {@link PluginFailure}; a plugin that
 * {@code [plugins."<id>"] enabled = false} switches off is not asked for anything.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Kernel implements AutoCloseable {
    private final Config config;
    private final Map<String, String> environment;
    private final ClientInfo client;
    private final List<PluginContainer> containers;
    private final Map<String, Plugin> plugins = new LinkedHashMap<>();
    private final List<PluginFailure> failures = new ArrayList<>();
    private final List<Contribution<ModelProviderFactory>> modelProviders = new ArrayList<>();
    private final List<Contribution<ToolFactory>> tools = new ArrayList<>();
    private final List<Contribution<HookFactory>> hooks = new ArrayList<>();
    private final List<Contribution<SkillSource>> skills = new ArrayList<>();
    private final List<SandboxBackend> sandboxes = new ArrayList<>();

    private Kernel(Builder builder) {
        config = builder.config;
        environment = builder.environment;
        client = builder.client;
        containers = List.copyOf(builder.containers);
        for (PluginContainer container : containers) {
            PluginContainer.LoadResult loaded = container.load();
            failures.addAll(loaded.failures());
            for (Plugin plugin : loaded.plugins()) {
                enter(container, plugin);
            }
        }
    }

    /** Load the built-in plugins. */
    public static Kernel start(Config config, Map<String, String> environment, ClientInfo client) {
        return builder(config, environment, client).builtIns().build();
    }

    /** Return a builder of a kernel without plugins. */
    public static Builder builder(Config config, Map<String, String> environment, ClientInfo client) {
        return new Builder(config, environment, client);
    }

    private void enter(PluginContainer container, Plugin plugin) {
        String name = plugin.getClass().getName();
        try {
            String id = plugin.id();
            name = id;
            if (plugins.containsKey(id)) {
                throw new PluginException(ErrorCode.PLUGIN_BROKEN, "another plugin has the id " + id);
            }
            if (!enabled(id)) {
                return;
            }
            // Ask for everything before anything is kept, so that a plugin is in as a whole or not at all.
            List<ModelProviderFactory> offeredProviders = List.copyOf(plugin.modelProviders());
            List<ToolFactory> offeredTools = List.copyOf(plugin.tools());
            List<HookFactory> offeredHooks = List.copyOf(plugin.hooks());
            List<SkillSource> offeredSkills = List.copyOf(plugin.skills());
            List<SandboxBackend> offeredSandboxes = List.copyOf(plugin.sandboxes(context(id)));
            for (ModelProviderFactory factory : offeredProviders) {
                refuseTakenName(factory);
            }
            plugins.put(id, plugin);
            offeredProviders.forEach(value -> modelProviders.add(new Contribution<>(id, value)));
            offeredTools.forEach(value -> tools.add(new Contribution<>(id, value)));
            offeredHooks.forEach(value -> hooks.add(new Contribution<>(id, value)));
            offeredSkills.forEach(value -> skills.add(new Contribution<>(id, value)));
            sandboxes.addAll(offeredSandboxes);
        } catch (RuntimeException | Error e) {
            PluginFailure.rethrowIfFatal(e);
            failures.add(new PluginFailure(name, container.name(), e));
        }
    }

    private void refuseTakenName(ModelProviderFactory factory) {
        for (Contribution<ModelProviderFactory> other : modelProviders) {
            if (other.value().name().equals(factory.name())) {
                throw new PluginException(
                        ErrorCode.PLUGIN_BROKEN,
                        "the model provider " + factory.name() + " is already there, from plugin " + other.plugin());
            }
        }
    }

    private boolean enabled(String id) {
        Map<String, @Nullable Object> table = config.plugins().get(id);
        return table == null || !Boolean.FALSE.equals(table.get("enabled"));
    }

    /** Return the ids of the plugins that are in, in order. */
    public List<String> plugins() {
        return List.copyOf(plugins.keySet());
    }

    /** Return what went wrong with plugins. */
    public List<PluginFailure> failures() {
        return List.copyOf(failures);
    }

    /** Return the tool factories, in the order of their plugins. */
    public List<Contribution<ToolFactory>> tools() {
        return List.copyOf(tools);
    }

    /** Return the hook factories, in the order of their plugins. */
    public List<Contribution<HookFactory>> hooks() {
        return List.copyOf(hooks);
    }

    /** Return the sources of skills, in the order of their plugins. */
    public List<Contribution<SkillSource>> skills() {
        return List.copyOf(skills);
    }

    /** Return the sandbox backends, in the order of their plugins. */
    public List<SandboxBackend> sandboxes() {
        return List.copyOf(sandboxes);
    }

    /** Return what a plugin is offered by the host. */
    public HostContext context(String plugin) {
        return new PluginHost(config, environment, client, plugin);
    }

    /**
     * Find the factory for a model provider: the one that is named so, else one that serves its {@code wire_api}.
     *
     * @throws PluginException with {@link ErrorCode#INVALID_CONFIG} if there is none
     */
    public Contribution<ModelProviderFactory> modelProviderFactory(String id) {
        for (Contribution<ModelProviderFactory> contribution : modelProviders) {
            if (contribution.value().name().equals(id)) {
                return contribution;
            }
        }
        ModelProviderDefinition definition = config.modelProviders().get(id);
        if (definition == null) {
            throw new PluginException(ErrorCode.INVALID_CONFIG, "Model provider `" + id + "` not found");
        }
        for (Contribution<ModelProviderFactory> contribution : modelProviders) {
            if (contribution.value().wireApis().contains(definition.wireApi())) {
                return contribution;
            }
        }
        throw new PluginException(
                ErrorCode.INVALID_CONFIG,
                "model_providers." + id + ": no plugin serves wire_api = \"" + definition.wireApi() + "\"");
    }

    /** Make a model provider; may take a while. */
    public ModelProvider createModelProvider(String id) {
        Contribution<ModelProviderFactory> contribution = modelProviderFactory(id);
        ModelProviderDefinition definition = config.modelProviders().get(id);
        JsonObject settings = definition == null ? JsonObject.empty() : JsonObject.of(definition.settings());
        return contribution.value().create(new ModelProviderConfig(id, settings), context(contribution.plugin()));
    }

    @Override
    public void close() {
        sandboxes.forEach(SandboxBackend::close);
        containers.forEach(PluginContainer::close);
    }

    /** Choose where the plugins of a kernel come from. */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public static final class Builder {
        private final Config config;
        private final Map<String, String> environment;
        private final ClientInfo client;
        private final List<PluginContainer> containers = new ArrayList<>();

        private Builder(Config config, Map<String, String> environment, ClientInfo client) {
            this.config = config;
            this.environment = Map.copyOf(environment);
            this.client = client;
        }

        /** Add the plugins on the class path. */
        public Builder builtIns() {
            return container(new ServiceLoaderContainer(Kernel.class.getClassLoader()));
        }

        /** Add the plugins of a container. */
        public Builder container(PluginContainer container) {
            containers.add(container);
            return this;
        }

        /** Add a plugin object, with no jar. */
        public Builder install(Plugin plugin) {
            return container(new PluginContainer() {
                @Override
                public String name() {
                    return "installed";
                }

                @Override
                public LoadResult load() {
                    return new LoadResult(List.of(plugin), List.of());
                }
            });
        }

        /** Load all plugins. */
        public Kernel build() {
            return new Kernel(this);
        }
    }
}
