package io.codex4j.config;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * The switches of {@code [features]}, with their stages.
 *
 * @param states all features that are known, in the order of their names
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record Features(Map<String, State> states) {
    /** How ripe a feature is. The label is the one that {@code codex features list} prints. */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public enum Stage {
        UNDER_DEVELOPMENT("under development"),
        EXPERIMENTAL("experimental"),
        STABLE("stable"),
        DEPRECATED("deprecated"),
        REMOVED("removed");

        private final String label;

        Stage(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * One feature.
     *
     * @param key name in config.toml
     * @param stage how ripe it is
     * @param enabled whether it is on
     */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public record State(String key, Stage stage, boolean enabled) {}

    /** Tell whether a feature is on; one that is not known is off. */
    public boolean isEnabled(String key) {
        State state = states.get(key);
        return state != null && state.enabled();
    }

    /** Return all features in the order of their names. */
    public List<State> list() {
        return List.copyOf(states.values());
    }
}
