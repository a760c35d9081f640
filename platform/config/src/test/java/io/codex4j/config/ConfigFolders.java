package io.codex4j.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A home, a system folder and a repository below one temporary folder, and ways to load a config from them. */
final class ConfigFolders {
    final Path home;
    final Path system;
    final Path repository;

    ConfigFolders(Path temporary) throws IOException {
        Path root = temporary.toRealPath();
        home = Files.createDirectories(root.resolve("home"));
        system = Files.createDirectories(root.resolve("etc"));
        repository = Files.createDirectories(root.resolve("repository"));
        Files.createDirectories(repository.resolve(".git"));
    }

    Path userFile() {
        return home.resolve("config.toml");
    }

    void user(String... lines) throws IOException {
        write(userFile(), lines);
    }

    void system(String... lines) throws IOException {
        write(system.resolve("config.toml"), lines);
    }

    void managed(String... lines) throws IOException {
        write(system.resolve("managed_config.toml"), lines);
    }

    Path project(String folder, String... lines) throws IOException {
        Path file = repository.resolve(folder).resolve(".codex").resolve("config.toml");
        Files.createDirectories(file.getParent());
        write(file, lines);
        return file;
    }

    String trustRepository() {
        return "projects.\"" + repository + "\".trust_level = \"trusted\"";
    }

    private static void write(Path file, String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    ConfigRequest.Builder request() {
        return ConfigRequest.builder(home, repository)
                .systemDirectory(system)
                .environment(Map.of("HOME", home.getParent().toString()));
    }

    LoadedConfig load(String... overrides) throws ConfigException {
        return ConfigLoader.load(request().overrides(List.of(overrides)).build());
    }

    Config config(String... overrides) throws ConfigException {
        return load(overrides).config();
    }

    String failure(String... overrides) {
        return String.valueOf(
                assertThrows(ConfigException.class, () -> load(overrides)).getMessage());
    }
}
