package io.codex4j.config;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.apiguardian.api.API;

/** Find the folder of Codex4j's own files. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class CodexHome {
    private CodexHome() {}

    /**
     * Return {@code CODEX_HOME} with links resolved, or {@code .codex} in the user's folder, which need not exist.
     *
     * @throws ConfigException if {@code CODEX_HOME} is set to something that is no folder
     */
    public static Path locate(Map<String, String> environment) throws ConfigException {
        String set = environment.getOrDefault("CODEX_HOME", "");
        return set.isEmpty() ? userHome(environment).resolve(".codex") : existing(set);
    }

    /** Return the user's own folder, absolute. */
    static Path userHome(Map<String, String> environment) {
        // On Windows, HOME is set by shells of Unix, to paths that only they understand.
        String home = environment.getOrDefault(File.separatorChar == '\\' ? "USERPROFILE" : "HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home") : home).toAbsolutePath();
    }

    private static Path existing(String set) throws ConfigException {
        String start = "CODEX_HOME points to \"" + set + "\", but that path ";
        try {
            Path home = Path.of(set);
            if (!Files.exists(home)) {
                throw new ConfigException(ConfigException.Kind.SETTING, start + "does not exist");
            }
            if (!Files.isDirectory(home)) {
                throw new ConfigException(ConfigException.Kind.SETTING, start + "is not a directory");
            }
            return home.toRealPath();
        } catch (InvalidPathException | IOException failure) {
            throw new ConfigException(ConfigException.Kind.SETTING, start + "cannot be used: " + failure.getMessage());
        }
    }
}
