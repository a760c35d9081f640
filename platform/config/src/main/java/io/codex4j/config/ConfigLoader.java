package io.codex4j.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Load {@code config.toml} and all that is laid over it. From the lowest to the highest: built-in defaults, the config
 * of the machine, the user's, the profile, {@code .codex/config.toml} of a trusted project from its root to the working
 * directory, {@code managed_config.toml}, {@code -c}, the flags of the command line; then the two keys that
 * {@code managed_config.toml} makes binding. Tables merge; all other values replace each other.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ConfigLoader {
    private static final String FILE = "config.toml";
    private static final String MANAGED_FILE = "managed_config.toml";

    private final ConfigRequest request;
    private final SchemaCheck check = new SchemaCheck(new Schema());
    private final List<String> warnings = new ArrayList<>();

    private ConfigLoader(ConfigRequest request) {
        this.request = request;
    }

    /**
     * Load a config. Reads files, writes none; may be called from any thread.
     *
     * @throws ConfigException if a file or an argument is wrong, or names something that does not exist
     */
    public static LoadedConfig load(ConfigRequest request) throws ConfigException {
        return new ConfigLoader(request).load();
    }

    private LoadedConfig load() throws ConfigException {
        List<Layer> commandLine = CommandLineLayers.read(request, check);
        List<Layer> base = new ArrayList<>();
        base.addAll(fileLayer(Layer.SYSTEM, request.systemDirectory().resolve(FILE)));
        base.addAll(fileLayer(Layer.USER, request.home().resolve(FILE)));
        List<Layer> managed = fileLayer(Layer.MANAGED, request.systemDirectory().resolve(MANAGED_FILE));
        base.addAll(profileLayer(merge(base, managed, commandLine)));

        ProjectLayers project = new ProjectLayers(request, check, settings(merge(base, managed, commandLine)));
        List<Layer> layers = new ArrayList<>(base);
        layers.addAll(project.read(warnings));
        layers.addAll(managed);
        layers.addAll(commandLine);
        layers.addAll(ManagedRequirements.above(Layer.merge(layers), managed, warnings));

        Node.Table merged = Layer.merge(layers);
        reportUnknownKeys(merged);
        Config config = new ConfigBinder(request, settings(merged), warnings).bind(project);
        return new LoadedConfig(config, warnings, layers, check.schema());
    }

    private static Node.Table merge(List<Layer> lower, List<Layer> middle, List<Layer> higher) {
        List<Layer> all = new ArrayList<>(lower);
        all.addAll(middle);
        all.addAll(higher);
        return Layer.merge(all);
    }

    private Settings settings(Node.Table merged) {
        return new Settings(merged, check.schema(), CodexHome.userHome(request.environment()));
    }

    private List<Layer> fileLayer(String name, Path file) throws ConfigException {
        Optional<Node.Table> table = TomlFile.read(file);
        return table.isPresent() ? List.of(check.layer(name, table.get())) : List.of();
    }

    private List<Layer> profileLayer(Node.Table merged) throws ConfigException {
        Settings settings = settings(merged);
        Optional<String> name = request.profile().isPresent() ? request.profile() : settings.text("profile");
        if (name.isEmpty()) {
            return List.of();
        }
        Node.Table profiles = settings.table("profiles");
        if (!(profiles.get(name.get()) instanceof Node.Table profile)) {
            String known = String.join(", ", profiles.entries().keySet());
            throw new ConfigException(
                    ConfigException.Kind.SETTING,
                    "config profile `" + name.get() + "` not found; "
                            + (known.isEmpty() ? "no profiles are defined" : "defined are: " + known));
        }
        Node.Table allowed = Schema.withoutKeysOutsideProfiles(profile);
        return List.of(new Layer(Layer.profile(name.get()), FeatureCatalogue.withoutOldNames(allowed)));
    }

    private void reportUnknownKeys(Node.Table merged) throws ConfigException {
        List<UnknownKey> unknown = UnknownKey.withoutFieldsOfPlugins(check.unknownKeys(), merged);
        if (unknown.isEmpty()) {
            return;
        }
        if (request.strict()) {
            throw unknown.get(0).error();
        }
        warnings.add(UnknownKey.warning(unknown));
    }
}
