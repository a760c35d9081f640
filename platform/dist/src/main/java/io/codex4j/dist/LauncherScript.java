package io.codex4j.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** The scripts that start the program, made of their templates, the options of the JVM and the list of jars. */
final class LauncherScript {
    private static final String OWN_RUNTIME = "[own runtime]";
    private static final String OLDEST_JAVA = "21";

    private final String version;
    private final Path sources;

    LauncherScript(String version, Path sources) {
        this.version = version;
        this.sources = sources;
    }

    /** Write {@code codex} into a folder, and return it. */
    Path write(Path bin, List<Path> jars) throws IOException {
        String script = Files.readString(sources.resolve("codex"))
                .replace("@VERSION@", version)
                .replace("@JVM_OPTIONS@", shellWords(jvmOptions(true)))
                .replace("@CLASS_PATH@", classPath(jars));
        Files.createDirectories(bin);
        Path file = bin.resolve("codex");
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    /** Write {@code codex.cmd} into a folder; its lines end as cmd wants it, which else misses labels. */
    void writeForWindows(Path bin) throws IOException {
        String script = Files.readString(sources.resolve("codex.cmd"))
                .replace("@JAVA@", OLDEST_JAVA)
                .replace("@JVM_OPTIONS@", String.join(" ", jvmOptions(false)))
                .replace("\n", "\r\n");
        Files.createDirectories(bin);
        Files.writeString(bin.resolve("codex.cmd"), script);
    }

    private List<String> jvmOptions(boolean ownRuntime) throws IOException {
        List<String> options = new ArrayList<>();
        for (String line : Files.readAllLines(sources.resolve("jvm.options"))) {
            if (line.equals(OWN_RUNTIME) && !ownRuntime) {
                break;
            }
            if (line.startsWith("-")) {
                options.add(line);
            }
        }
        return options;
    }

    private static String shellWords(List<String> options) {
        StringJoiner words = new StringJoiner("\n");
        options.forEach(option -> words.add("  '" + option + "' \\"));
        return words.toString();
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
