package io.codex4j.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * The file from which the JVM maps the program's classes, already parsed, verified and linked.
 *
 * <p>It is a static archive (JDK's class data sharing) with ahead-of-time linking, made from the class lists of all
 * training runs together. The JDK's one-step cache ({@code -XX:AOTCacheOutput}) would know a single run only.
 */
final class StartupCache {
    /** Ids are counted per run, so they mean nothing in the union; without them classes are found by their names. */
    private static final Pattern ID = Pattern.compile(" id: \\d+$");

    private final Path launcher;
    private final Path folder;

    StartupCache(Path launcher, Path folder) {
        this.launcher = launcher;
        this.folder = folder;
    }

    /** Return the folder for what training leaves behind. */
    Path folder() {
        return folder;
    }

    /** Write the cache of all that the class lists name, to where the launcher looks for it. */
    void write(List<Path> classLists) throws IOException, InterruptedException {
        Path union = folder.resolve("all.classlist");
        Collection<String> lines = union(classLists);
        lines.addAll(sandboxClasses());
        Files.write(union, lines);
        launch(launcher, "-Xshare:dump -XX:SharedClassListFile=" + union.getFileName() + " -XX:+AOTClassLinking");
    }

    /** Check that a launcher starts with the cache: the JVM is told to give up without. */
    void checkUsedBy(Path finalLauncher) throws IOException, InterruptedException {
        launch(finalLauncher, "-Xshare:on -Xlog:aot=error:stderr -Xlog:cds=error:stderr");
    }

    private static Collection<String> union(List<Path> classLists) throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        for (Path list : classLists) {
            for (String line : Files.readAllLines(list)) {
                // A class of another loader than the program's own is made anew at run time.
                if (!line.contains(" source: ")) {
                    lines.add(ID.matcher(line).replaceFirst(""));
                }
            }
        }
        return lines;
    }

    /**
     * Return the classes of the sandbox: which of them training meets depends on what the building machine has, and the
     * machine that runs the program may have more.
     */
    private List<String> sandboxClasses() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(launcher.resolveSibling("../lib").normalize(), "codex4j-sandbox-*.jar")) {
            for (Path jar : jars) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    file.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                            .map(name -> name.substring(0, name.length() - ".class".length()))
                            .forEach(names::add);
                }
            }
        }
        return names;
    }

    /** Run the launcher with options of the JVM; from our folder, as a path in such an option may hold no space. */
    private void launch(Path program, String jvmOptions) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "--help")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("CODEX_JAVA_OPTIONS", jvmOptions);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new BuildException("the start-up cache: " + program + " ended with " + status + " under " + jvmOptions
                    + "\n" + output);
        }
    }
}
