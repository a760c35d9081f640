package io.codex4j.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code .codex/config.toml} of the folders from the project's root down to the working directory. */
final class ProjectLayers {
    private static final String FOLDER = ".codex";

    /** Keys that could send prompts, keys or files elsewhere, or that choose for the user: never a project's to set. */
    private static final List<String> FORBIDDEN = List.of(
            "openai_base_url",
            "chatgpt_base_url",
            "model_provider",
            "model_providers",
            "notify",
            "otel",
            "profile",
            "profiles",
            "projects",
            "experimental_realtime_ws_base_url",
            "cli_auth_credentials_store",
            "mcp_oauth_credentials_store",
            "forced_login_method",
            "forced_chatgpt_workspace_id");

    /** The same further down: a program that is started outside of every sandbox. */
    private static final List<List<String>> FORBIDDEN_BELOW =
            List.of(List.of("windows", "runner_command"), List.of("plugins", "sandbox-windows", "runner_command"));

    private final ConfigRequest request;
    private final SchemaCheck check;
    private final ProjectTrust trust;
    /** With links resolved: a link in a trusted project must not lend its trust to what it points to. */
    private final Path directory;

    private final Path root;

    ProjectLayers(ConfigRequest request, SchemaCheck check, Settings outside) {
        this.request = request;
        this.check = check;
        this.trust = new ProjectTrust(outside.table("projects"));
        this.directory = ProjectTrust.withoutLinks(request.directory());
        this.root = ProjectRoot.of(directory, outside.texts("project_root_markers"));
    }

    Optional<Config.TrustLevel> trustOfDirectory() {
        return trust.levelOf(directory, root);
    }

    /** Return the layers of trusted folders, the nearest to the working directory last; say what was left out. */
    List<Layer> read(List<String> warnings) throws ConfigException {
        List<Layer> layers = new ArrayList<>();
        List<Path> ignored = new ArrayList<>();
        for (Path folder : foldersFromRoot()) {
            Path settings = folder.resolve(FOLDER);
            Path file = settings.resolve("config.toml");
            if (!Files.exists(file) || isHome(settings)) {
                continue;
            }
            if (trust.levelOf(folder, root).equals(Optional.of(Config.TrustLevel.TRUSTED))) {
                readTrusted(file, layers, warnings);
            } else {
                ignored.add(file);
            }
        }
        if (!ignored.isEmpty()) {
            warnings.add(untrusted(ignored));
        }
        return layers;
    }

    private void readTrusted(Path file, List<Layer> layers, List<String> warnings) throws ConfigException {
        Optional<Node.Table> table = TomlFile.read(file);
        if (table.isEmpty()) {
            return;
        }
        Node.Table allowed = table.get();
        List<String> forbidden = new ArrayList<>();
        for (String name : FORBIDDEN) {
            if (allowed.get(name) != null) {
                forbidden.add(name);
                allowed = allowed.without(name);
            }
        }
        for (List<String> path : FORBIDDEN_BELOW) {
            if (allowed.find(path) != null) {
                forbidden.add(DottedKey.render(path));
                allowed = allowed.without(path);
            }
        }
        if (!forbidden.isEmpty()) {
            warnings.add("Ignored settings that a project may not make, in " + file + ": "
                    + String.join(", ", forbidden) + ". To have them, set them in "
                    + request.home().resolve("config.toml") + ".");
        }
        layers.add(check.layer(Layer.PROJECT, allowed));
    }

    private String untrusted(List<Path> files) {
        StringBuilder names = new StringBuilder();
        for (Path file : files) {
            names.append(names.isEmpty() ? "" : ", ").append(file);
        }
        String header = DottedKey.render(List.of("projects", root.toString()));
        return "Ignored the config of a project that is not trusted: " + names + ". To trust it, put [" + header
                + "] trust_level = \"trusted\" into " + request.home().resolve("config.toml") + ".";
    }

    private List<Path> foldersFromRoot() {
        List<Path> folders = new ArrayList<>();
        Path folder = directory;
        while (folder != null) {
            folders.add(0, folder);
            folder = folder.equals(root) ? null : folder.getParent();
        }
        return folders;
    }

    /** In the user's own folder, {@code .codex} is the home, not a project. */
    private boolean isHome(Path folder) {
        try {
            return folder.equals(request.home())
                    || (Files.exists(request.home()) && Files.isSameFile(folder, request.home()));
        } catch (IOException unreadable) {
            return false;
        }
    }
}
