package io.codex4j.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Build the distribution folder: runtime image, jars, launcher and start-up cache, as one unit; and beside it the folder for
 * Windows, which has the jars and a launcher only.
 *
 * <p>The work is done in a folder beside it that takes its name at the very end, so that a distribution which is there
 * is complete.
 */
final class BuildDistribution {
    private final String version;
    private final FileTime timestamp;
    private final Path jars;
    private final Path sources;
    private final Path license;
    private final Path target;

    private BuildDistribution(List<String> arguments) {
        version = arguments.get(0);
        timestamp = FileTime.from(Instant.parse(arguments.get(1)));
        jars = Path.of(arguments.get(2));
        sources = Path.of(arguments.get(3));
        license = Path.of(arguments.get(4));
        target = Path.of(arguments.get(5));
    }

    /**
     * Build it.
     *
     * @param arguments version, time stamp of the build, folder of the jars, folder of launcher and notices, file of
     *     the licence, folder to make
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            new BuildDistribution(List.of(arguments)).run();
        } catch (BuildException e) {
            System.err.println("[dist] FAILED: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        Path folder = target.resolveSibling(target.getFileName() + ".building");
        deleteTree(folder);
        deleteTree(target);
        Files.createDirectories(folder);

        say("linking a Java runtime of " + RuntimeImage.MODULES.size() + " modules");
        RuntimeImage.link(folder.resolve("runtime"));

        List<Path> shipped = copyJars(folder.resolve("lib"));
        LauncherScript script = new LauncherScript(version, sources);
        Path launcher = script.write(folder.resolve("bin"), shipped);
        copyNotices(folder);

        StartupCache cache = new StartupCache(launcher, folder.resolveSibling("training"));
        say("training the start-up cache with runs of the program");
        List<Path> classLists = new TrainingRun(launcher).run(cache.folder());
        say("writing the start-up cache");
        cache.write(classLists);

        Files.move(folder, target);
        buildForWindows(script);
        cache.checkUsedBy(target.resolve("bin").resolve("codex"));
        say("done: " + target + " (" + sizeInMebibytes(target) + " MiB)");
    }

    private void buildForWindows(LauncherScript script) throws IOException {
        Path folder = target.resolveSibling("codex-windows");
        deleteTree(folder);
        copyJars(folder.resolve("lib"));
        script.writeForWindows(folder.resolve("bin"));
        copyNotices(folder);
    }

    private void copyNotices(Path folder) throws IOException {
        Files.copy(license, folder.resolve("LICENSE"));
        Files.copy(sources.resolve("NOTICE"), folder.resolve("NOTICE"));
    }

    /** Copy the jars; their times are fixed, since the cache refuses a jar whose time is another than at training. */
    private List<Path> copyJars(Path lib) throws IOException {
        Files.createDirectories(lib);
        List<Path> sorted;
        try (Stream<Path> files = Files.list(jars)) {
            sorted = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
        for (Path jar : sorted) {
            Path copy = lib.resolve(jar.getFileName());
            RaisedJar.copy(jar, copy);
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
            Files.setLastModifiedTime(copy, timestamp);
        }
        return sorted;
    }

    private static void say(String sentence) {
        System.out.println("[dist] " + sentence);
    }

    private static long sizeInMebibytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
        }
        return bytes >> 20;
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
