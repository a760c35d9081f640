package io.codex4j.scripted;

import io.codex4j.api.ErrorCode;
import io.codex4j.api.HostContext;
import io.codex4j.api.PluginException;
import io.codex4j.api.model.ModelProvider;
import io.codex4j.api.model.ModelProviderConfig;
import io.codex4j.api.model.ModelProviderFactory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Make providers that replay a scenario file. */
final class ScriptedProviderFactory implements ModelProviderFactory {
    static final String NAME = "scripted";

    private static final String SCENARIO = "scenario";
    private static final long DEFAULT_IDLE_MILLIS = 300_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> wireApis() {
        return Set.of(NAME);
    }

    @Override
    public ModelProvider create(ModelProviderConfig config, HostContext context) {
        try {
            return replay(config, context);
        } catch (InvalidPathException e) {
            throw invalid("Model provider `" + config.id() + "`: `scenario` is no path: " + e.getMessage());
        } catch (PluginException e) {
            throw invalid("Model provider `" + config.id() + "`: " + e.getMessage());
        }
    }

    private static ModelProvider replay(ModelProviderConfig config, HostContext context) {
        Optional<String> file = file(config, context);
        if (file.isEmpty()) {
            throw invalid("there is no scenario to replay; set `scenario` in [model_providers." + config.id()
                    + "] or in [plugins." + NAME + "] to the path of a scenario file");
        }
        Scenario scenario = Scenario.read(context.home().resolve(Path.of(file.get())), context.json());
        Duration idle = Words.millis(config.settings(), "stream_idle_timeout_ms", DEFAULT_IDLE_MILLIS);
        return new ScriptedProvider(new ScenarioPlayer(scenario, context.json(), context.environment()), idle);
    }

    private static Optional<String> file(ModelProviderConfig config, HostContext context) {
        return config.settings()
                .findString(SCENARIO)
                .or(() -> context.pluginConfig().findString(SCENARIO))
                .filter(file -> !file.isBlank());
    }

    private static PluginException invalid(String message) {
        return new PluginException(ErrorCode.INVALID_CONFIG, message);
    }
}
