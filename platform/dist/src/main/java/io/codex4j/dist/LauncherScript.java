package io.codex4j.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.StringJoiner;

/** The script {@code bin/codex}, made of its template, the options of the JVM and the list of jars. */
final class LauncherScript {
    private final String version;
    private final Path sources;

    LauncherScript(String version, Path sources) {
        this.version = version;
        this.sources = sources;
    }

    /** Write the script into a folder, and return it. */
    Path write(Path bin, List<Path> jars) throws IOException {
        String script = Files.readString(sources.resolve("codex"))
                .replace("@VERSION@", version)
                .replace("@JVM_OPTIONS@", jvmOptions())
                .replace("@CLASS_PATH@", classPath(jars));
        Files.createDirectories(bin);
        Path file = bin.resolve("codex");
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private String jvmOptions() throws IOException {
        StringJoiner options = new StringJoiner("\n");
        for (String line : Files.readAllLines(sources.resolve("jvm.options"))) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                options.add("  '" + line + "' \\");
            }
        }
        return options.toString();
    }

    /** The jars one by one: a wildcard would list them in the order of the file system, which the cache would refuse. */
    private static String classPath(List<Path> jars) {
        StringJoiner path = new StringJoiner(":");
        for (Path jar : jars) {
            path.add("$lib/" + jar.getFileName());
        }
        return path.toString();
    }
}
