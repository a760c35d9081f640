package io.codex4j.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Lay out a fresh world for one test: a working directory, HOME, CODEX_HOME and TMPDIR of its own.
 *
 * <p>The folder lies below the build's {@code target} folder (or the folder that the system property
 * {@code codex.testkit.folder} names), never below {@code /tmp}: there everything can be written to from inside a
 * sandbox. It is deleted on close, unless {@code codex.testkit.keep} is {@code true}. Not safe for several threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Workspace implements AutoCloseable {
    private static final List<String> GIT = List.of("git", "-c", "user.name=test", "-c", "user.email=test@localhost");

    private final Path folder;
    private final Path root;

    private Workspace(Path folder, Path root) {
        this.folder = folder;
        this.root = root;
    }

    /** Lay out a world whose working directory is a git repository with one commit and no files. */
    public static Workspace create() {
        Path folder = freshFolder();
        Workspace workspace = layOut(folder, folder.resolve("work"));
        workspace.git("init", "-q", "-b", "main", ".");
        workspace.commit();
        return workspace;
    }

    /** Lay out a world whose working directory is in no git repository: it lies below {@code /var/tmp}. */
    public static Workspace createOutsideGit() {
        Path root = Path.of("/var/tmp", "codex-testkit-" + UUID.randomUUID());
        for (Path ancestor = root; ancestor != null; ancestor = ancestor.getParent()) {
            if (Files.exists(ancestor.resolve(".git"))) {
                throw new IllegalStateException(
                        ancestor + " is a git repository, so nothing below it is outside of one");
            }
        }
        return layOut(freshFolder(), root);
    }

    /** Return the working directory. */
    public Path root() {
        return root;
    }

    /** Return what HOME is. */
    public Path home() {
        return folder.resolve("home");
    }

    /** Return what CODEX_HOME is. */
    public Path codexHome() {
        return folder.resolve("codex_home");
    }

    /** Return what TMPDIR is. */
    public Path temporary() {
        return folder.resolve("tmp");
    }

    /** Tell whether a path is one of this world's. */
    boolean holds(Path path) {
        return path.startsWith(folder) || path.startsWith(root);
    }

    /** Write a file of the working directory, UTF-8; a text that begins with {@code #!} can be executed. */
    public Workspace write(String name, String text) {
        writeFile(root.resolve(name), text);
        return this;
    }

    /** Write {@code config.toml}. */
    public Workspace config(String toml) {
        return writeHome("config.toml", toml);
    }

    /** Write a file of CODEX_HOME, UTF-8; a text that begins with {@code #!} can be executed. */
    public Workspace writeHome(String name, String text) {
        writeFile(codexHome().resolve(name), text);
        return this;
    }

    /** Read a file of the working directory, UTF-8. */
    public String read(String name) {
        try {
            return Files.readString(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Return the files of the working directory, without those of git, by their relative paths with slashes. */
    public Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name = root.relativize(path).toString().replace('\\', '/');
                if (Files.isRegularFile(path) && !name.startsWith(".git/")) {
                    files.put(name, new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Commit all files of the working directory. */
    public Workspace commit() {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", "state");
        return this;
    }

    /** Run git in the working directory, and return what it prints. */
    public String git(String... arguments) {
        List<String> command = new ArrayList<>(GIT);
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment());
            builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException(String.join(" ", command) + " exited " + exitCode + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while git ran", e);
        }
    }

    /** Return the whole environment that a process of this world gets. */
    public Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        for (String kept : List.of("PATH", "JAVA_HOME", "USER")) {
            String value = System.getenv(kept);
            if (value != null) {
                environment.put(kept, value);
            }
        }
        environment.put("HOME", home().toString());
        environment.put("CODEX_HOME", codexHome().toString());
        environment.put("TMPDIR", temporary().toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("TERM", "xterm-256color");
        environment.put("SHELL", "/bin/bash");
        return environment;
    }

    /** Delete everything. */
    @Override
    public void close() {
        if (Boolean.getBoolean("codex.testkit.keep")) {
            return;
        }
        delete(folder);
        if (Files.exists(root)) {
            delete(root);
        }
    }

    private static Path freshFolder() {
        Path base = Path.of(System.getProperty("codex.testkit.folder", "target/testkit"))
                .toAbsolutePath()
                .normalize();
        if (base.startsWith("/tmp") || base.startsWith(Path.of(System.getProperty("java.io.tmpdir")))) {
            throw new IllegalStateException(base + " is below the folder for temporary files, which every sandbox may"
                    + " write to; name another by -Dcodex.testkit.folder=DIR");
        }
        return base.resolve(UUID.randomUUID().toString());
    }

    private static Workspace layOut(Path folder, Path root) {
        Workspace workspace = new Workspace(folder, root);
        try {
            for (Path part : List.of(root, workspace.home(), workspace.codexHome(), workspace.temporary())) {
                Files.createDirectories(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return workspace;
    }

    private static void writeFile(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            if (text.startsWith("#!") && !file.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + file + " executable");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException error) throws IOException {
                    if (error != null) {
                        throw error;
                    }
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
