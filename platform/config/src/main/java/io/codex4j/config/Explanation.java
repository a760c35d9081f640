package io.codex4j.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Say where settings come from.
 *
 * @param key the key that was asked for
 * @param settings that key; or, where it is a table, all keys in it that are set or have a default
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record Explanation(String key, List<Setting> settings) {
    /**
     * One key.
     *
     * @param key dotted
     * @param candidates all values that were found, the one that counts first, the built-in default last; empty if
     *     the key is not set and has no default
     */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public record Setting(String key, List<Candidate> candidates) {}

    /**
     * A value in one layer.
     *
     * @param value as TOML; a secret is masked
     * @param layer name of the layer, such as {@code user config} or {@code -c/--config override}
     * @param file where it is written, empty for the command line and for defaults
     * @param line counted from 1; 0 without a file
     * @param column counted from 1; 0 without a file
     */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public record Candidate(String value, String layer, Optional<Path> file, int line, int column) {
        private String origin() {
            return file.isPresent() ? layer + ", " + file.get() + ":" + line + ":" + column : layer;
        }
    }

    /** Return the text that {@code codex config explain} prints, each line with its line feed. */
    public String render() {
        if (settings.isEmpty()) {
            return key + ": nothing is set\n";
        }
        StringBuilder text = new StringBuilder();
        for (Setting setting : settings) {
            render(setting, text);
        }
        return text.toString();
    }

    private static void render(Setting setting, StringBuilder text) {
        if (setting.candidates().isEmpty()) {
            text.append(setting.key()).append(" is not set, and has no built-in default\n");
            return;
        }
        Candidate effective = setting.candidates().get(0);
        text.append(setting.key()).append(" = ").append(effective.value()).append('\n');
        text.append("  from       ").append(effective.origin()).append('\n');
        for (Candidate lower :
                setting.candidates().subList(1, setting.candidates().size())) {
            text.append("  instead of ").append(lower.value());
            text.append(" from ").append(lower.origin()).append('\n');
        }
    }
}
