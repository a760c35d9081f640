package io.codex4j.kernel;

import io.codex4j.config.Config;
import io.codex4j.config.Features;
import io.codex4j.config.ModelProviderDefinition;
import io.codex4j.config.ShellEnvironmentPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Settings for tests: the defaults, with the tables that a test is about. */
final class TestConfigs {
    private TestConfigs() {}

    static Config with(Map<String, ModelProviderDefinition> providers, Map<String, Map<String, Object>> plugins) {
        return new Config(
                Path.of("/nonexistent/home"),
                Path.of("/nonexistent/work"),
                new Config.Model(
                        Optional.empty(),
                        "openai",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Config.WebSearchMode.DISABLED),
                providers,
                new Config.Permissions(
                        Optional.empty(),
                        Optional.empty(),
                        new Config.WorkspaceWrite(List.of(), false, false, false),
                        Optional.empty(),
                        true),
                new Config.Instructions(Optional.empty(), Optional.empty(), 32768, List.of(), List.of(".git")),
                new ShellEnvironmentPolicy(ShellEnvironmentPolicy.Inherit.ALL, true, List.of(), Map.of(), List.of()),
                new Features(Map.of()),
                new Config.Display(false, false),
                List.of(),
                Map.copyOf(plugins));
    }
}
