package io.codex4j.sandbox.windows.runner;

import com.fasterxml.jackson.core.JsonFactory;
import com.sun.jna.Native;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.windows.WindowsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apiguardian.api.API;

/**
 * Keep a copy of the command runner where the users of the sandbox may read and run it: the few jars that it consists of,
 * and the native part of JNA unpacked, since those users have no folder to unpack it into.
 *
 * <p>Each version has a folder of its own, made in one piece and never changed, apart from the archive of its classes that
 * is added after a first run. Several programs may do this at once.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class RunnerInstallation {
    static final String MAIN = RunnerInstallation.class.getPackageName() + ".CommandRunner";
    private static final String LIBRARY = "jnidispatch.dll";
    private static final String ARCHIVE = "runner.jsa";
    private static final String SECURITY = "java.security.properties";
    private static final int DIGITS_OF_CONTENT = 12;
    private static final String DRAFT = "new-";
    private static final int TIMES_TRIED = 10;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration KEPT = Duration.ofDays(30);

    /** One class of each part that the runner consists of. */
    private static final List<Class<?>> PARTS =
            List.of(RunnerInstallation.class, SandboxedProcess.class, Native.class, JsonFactory.class);

    private final Path binaries;

    /**
     * Name the place; nothing is done yet.
     *
     * @param home {@code CODEX_HOME}
     */
    public RunnerInstallation(Path home) {
        binaries = home.toAbsolutePath().resolve(".sandbox-bin");
    }

    /** Return how the runner is started, by these settings. */
    static RunnerLauncher.Program program(WindowsSettings settings) {
        List<String> command = settings.runnerCommand();
        if (!command.isEmpty()) {
            String here = Path.of("").toAbsolutePath().toString();
            return () -> new RunnerProgram(command.getFirst(), command.subList(1, command.size()), here);
        }
        RunnerInstallation installation = new RunnerInstallation(settings.home());
        return () -> {
            try {
                return installation.program(MAIN, List.of());
            } catch (IOException e) {
                throw RunnerFailure.of("the command runner cannot be copied to " + installation.binaries, e);
            }
        };
    }

    /**
     * Install what is not there yet, and return the command that starts it, in the folder of the installation.
     *
     * @param main class of the program
     * @param more arguments of the JVM
     */
    RunnerProgram program(String main, List<String> more) throws IOException {
        Path folder = install();
        String java =
                Path.of(System.getProperty("java.home"), "bin", "java.exe").toString();
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xms8m",
                "-Xmx96m",
                "-Xrs",
                "--finalization=disabled",
                "-XX:+DisableAttachMechanism",
                "-Xshare:auto",
                "-Djna.boot.library.path=.",
                "-Djna.nounpack=true"));
        if (more.isEmpty() && Files.exists(archive(folder))) {
            arguments.add("-XX:SharedArchiveFile=" + ARCHIVE);
        }
        String security = System.getProperty(SECURITY);
        if (security != null) {
            // It runs in the same JRE, which is told for a reason where its random numbers come from.
            arguments.add("-D" + SECURITY + "=" + security);
        }
        arguments.addAll(more);
        arguments.addAll(List.of("-cp", classPath(), main));
        return new RunnerProgram(java, arguments, folder.toString());
    }

    /** Return where the archive of classes of an installation is. */
    static Path archive(Path folder) {
        return folder.resolve(ARCHIVE);
    }

    /** Return it as seen from the folder: Windows allows but 1024 characters for a program that another user runs. */
    private static String classPath() {
        StringBuilder path = new StringBuilder();
        for (int part = 0; part < PARTS.size(); part++) {
            path.append(path.isEmpty() ? "" : ";").append(jar(part));
        }
        return path.toString();
    }

    private static String jar(int part) {
        return "runner-" + part + ".jar";
    }

    /** Make the folder of this version if there is none; return it. */
    public Path install() throws IOException {
        List<Path> sources = sources();
        Path folder = binaries.resolve(name(sources));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Files.createDirectories(binaries);
        Path draft = Files.createDirectory(binaries.resolve(draftName()));
        try {
            for (int part = 0; part < sources.size(); part++) {
                JarCopy.make(sources.get(part), draft.resolve(jar(part)));
            }
            copyLibrary(draft.resolve(LIBRARY));
            publish(draft, folder);
        } catch (IOException e) {
            // Somebody else may have been faster.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        } finally {
            delete(draft);
        }
        removeOthers(folder);
        return folder;
    }

    /** Rename; a scanner that looks into new files keeps Windows from that for a moment. */
    private static void publish(Path draft, Path folder) throws IOException {
        for (int tried = 1; ; tried++) {
            try {
                Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (AccessDeniedException e) {
                if (tried == TIMES_TRIED || Files.isDirectory(folder)) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    static String draftName() {
        return DRAFT + new BigInteger(Long.SIZE, new SecureRandom()).toString(16);
    }

    /** Remove versions that nobody has used for long; what is in use cannot be renamed, and stays. */
    private void removeOthers(Path current) throws IOException {
        Instant old = Instant.now().minus(KEPT);
        try (DirectoryStream<Path> others = Files.newDirectoryStream(binaries, Files::isDirectory)) {
            for (Path other : others) {
                boolean ours = other.getFileName().toString().startsWith(DRAFT) || Files.exists(other.resolve(jar(0)));
                if (ours
                        && !other.equals(current)
                        && Files.getLastModifiedTime(other).toInstant().isBefore(old)) {
                    remove(other);
                }
            }
        }
    }

    private void remove(Path folder) {
        try {
            delete(Files.move(folder, binaries.resolve(draftName()), StandardCopyOption.ATOMIC_MOVE));
        } catch (IOException e) {
            // Somebody uses it; it is tried again with the next version.
            return;
        }
    }

    private static List<Path> sources() throws IOException {
        Set<Path> sources = new LinkedHashSet<>();
        for (Class<?> part : PARTS) {
            try {
                sources.add(Path.of(
                        part.getProtectionDomain().getCodeSource().getLocation().toURI()));
            } catch (URISyntaxException e) {
                throw new IOException("it is not known where " + part.getName() + " comes from", e);
            }
        }
        return List.copyOf(sources);
    }

    /** Return a name that changes with what the folder is made of, and with the JRE that its archive of classes is for. */
    private static String name(List<Path> sources) throws IOException {
        StringBuilder content = new StringBuilder(System.getProperty("java.home")).append(Runtime.version());
        for (Path source : sources) {
            Files.walkFileTree(source, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    content.append('\n')
                            .append(file)
                            .append(' ')
                            .append(attributes.size())
                            .append(' ')
                            .append(attributes.lastModifiedTime().toMillis());
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        String version = RunnerInstallation.class.getPackage().getImplementationVersion();
        return (version == null ? "0" : version) + "-" + digest(content.toString());
    }

    private static String digest(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest).toString(16).substring(0, DIGITS_OF_CONTENT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    private static void copyLibrary(Path target) throws IOException {
        String platform = System.getProperty("os.arch").equals("aarch64") ? "win32-aarch64" : "win32-x86-64";
        String resource = "/com/sun/jna/" + platform + "/" + LIBRARY;
        try (InputStream library = Native.class.getResourceAsStream(resource)) {
            if (library == null) {
                throw new IOException("there is no native part of JNA for " + platform);
            }
            Files.copy(library, target);
        }
    }

    private static void delete(Path draft) throws IOException {
        if (!Files.isDirectory(draft)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(draft)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(draft);
    }
}
