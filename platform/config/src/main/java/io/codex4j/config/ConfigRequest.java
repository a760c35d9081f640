package io.codex4j.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Say which config to load: where the files are, and what the command line adds.
 *
 * @param home {@code $CODEX_HOME}, see {@link CodexHome}; it need not exist
 * @param directory working directory of the session
 * @param profile {@code --profile}: which table {@code [profiles.<name>]} to lay over the user's file
 * @param overrides arguments of {@code -c}, {@code key=value}; a later one wins
 * @param flagOverrides values of flags such as {@code -m}, by dotted key; they win over {@code overrides}. A value is
 *     a string, a boolean, a whole number, a path, or a list or map of these
 * @param enable features of {@code --enable}
 * @param disable features of {@code --disable}; they win over {@code enable}
 * @param strict whether unknown keys are errors
 * @param environment the variables of the process
 * @param systemDirectory folder of {@code config.toml} and {@code managed_config.toml} of the machine
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record ConfigRequest(
        Path home,
        Path directory,
        Optional<String> profile,
        List<String> overrides,
        Map<String, Object> flagOverrides,
        List<String> enable,
        List<String> disable,
        boolean strict,
        Map<String, String> environment,
        Path systemDirectory) {
    public ConfigRequest {
        home = home.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
        overrides = List.copyOf(overrides);
        flagOverrides = Collections.unmodifiableMap(new LinkedHashMap<>(flagOverrides));
        enable = List.copyOf(enable);
        disable = List.copyOf(disable);
        environment = Map.copyOf(environment);
    }

    /** Begin a request for a home and a working directory, with nothing from the command line. */
    public static Builder builder(Path home, Path directory) {
        return new Builder(home, directory);
    }

    /** Build a request. Not for use by several threads. */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public static final class Builder {
        private final Path home;
        private final Path directory;
        private Optional<String> profile = Optional.empty();
        private final List<String> overrides = new ArrayList<>();
        private final Map<String, Object> flagOverrides = new LinkedHashMap<>();
        private final List<String> enable = new ArrayList<>();
        private final List<String> disable = new ArrayList<>();
        private boolean strict;
        private Map<String, String> environment = Map.of();
        private @Nullable Path systemDirectory;

        private Builder(Path home, Path directory) {
            this.home = home;
            this.directory = directory;
        }

        public Builder profile(String name) {
            profile = Optional.of(name);
            return this;
        }

        /** Add arguments of {@code -c}. */
        public Builder overrides(List<String> arguments) {
            overrides.addAll(arguments);
            return this;
        }

        /** Set what a flag of its own, such as {@code -m}, stands for. */
        public Builder flagOverride(String dottedKey, Object value) {
            flagOverrides.put(dottedKey, value);
            return this;
        }

        /** Set what several flags stand for. */
        public Builder flagOverrides(Map<String, ?> values) {
            flagOverrides.putAll(values);
            return this;
        }

        public Builder enable(List<String> features) {
            enable.addAll(features);
            return this;
        }

        public Builder disable(List<String> features) {
            disable.addAll(features);
            return this;
        }

        public Builder strict(boolean isStrict) {
            strict = isStrict;
            return this;
        }

        public Builder environment(Map<String, String> variables) {
            environment = variables;
            return this;
        }

        /** Set where the machine's own files are; else it is {@code /etc/codex}, or on Windows a folder that users cannot write. */
        public Builder systemDirectory(Path folder) {
            systemDirectory = folder;
            return this;
        }

        public ConfigRequest build() {
            return new ConfigRequest(
                    home,
                    directory,
                    profile,
                    overrides,
                    flagOverrides,
                    enable,
                    disable,
                    strict,
                    environment,
                    systemDirectory == null ? SystemDirectory.locate(environment) : systemDirectory);
        }
    }
}
