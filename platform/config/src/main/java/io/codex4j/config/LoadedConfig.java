package io.codex4j.config;

import java.util.List;
import org.apiguardian.api.API;

/** Hold a config that was loaded, what the user should know about it, and where each value comes from. Immutable. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class LoadedConfig {
    private final Config config;
    private final List<String> warnings;
    private final List<Layer> layers;
    private final Schema schema;

    /** @param layers the lowest first */
    LoadedConfig(Config config, List<String> warnings, List<Layer> layers, Schema schema) {
        this.config = config;
        this.warnings = List.copyOf(warnings);
        this.layers = List.copyOf(layers);
        this.schema = schema;
    }

    public Config config() {
        return config;
    }

    /** Return sentences for the user: settings that are ignored or replaced, and why. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Say which layer a value comes from, and which values it overrides.
     *
     * @param dottedKey key of a value or of a table, written as for {@code -c}; blank for all there is
     * @throws ConfigException if there is no such key
     */
    public Explanation explain(String dottedKey) throws ConfigException {
        return new Explainer(layers, schema).explain(dottedKey);
    }
}
