package io.codex4j.api;

import io.codex4j.api.hook.HookFactory;
import io.codex4j.api.model.ModelProviderFactory;
import io.codex4j.api.skill.SkillSource;
import io.codex4j.api.tool.ToolFactory;
import io.codex4j.sandbox.SandboxBackend;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Contribute to Codex4j: the one door through which everything enters, what we ship as well as what a stranger ships.
 *
 * <p>A jar names its implementation in {@code META-INF/services/io.codex4j.api.Plugin}. The class has a public
 * constructor without parameters; neither it nor the methods below may do real work, they only return factories. Each
 * is called once, from one thread.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Plugin {
    /** Return the id by which config.toml names this plugin ({@code [plugins."<id>"]}): lower-case, dotted or dashed. */
    String id();

    /** Return the model providers of this plugin. */
    default List<ModelProviderFactory> modelProviders() {
        return List.of();
    }

    /** Return the tools of this plugin. */
    default List<ToolFactory> tools() {
        return List.of();
    }

    /** Return the hooks of this plugin; those of a drop-in count only when config.toml trusts it with hooks. */
    default List<HookFactory> hooks() {
        return List.of();
    }

    /** Return the sources of skills of this plugin. */
    default List<SkillSource> skills() {
        return List.of();
    }

    /**
     * Return the sandbox backends of this plugin; those of a drop-in count only when it is trusted with sandboxes.
     *
     * @param host the plugin's settings, among others; what is wrong with them is thrown as a {@link PluginException}
     */
    default List<SandboxBackend> sandboxes(HostContext host) {
        return List.of();
    }
}
