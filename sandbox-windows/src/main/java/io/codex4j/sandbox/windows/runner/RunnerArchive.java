package io.codex4j.sandbox.windows.runner;

import io.codex4j.sandbox.windows.win32.CommandLine;
import io.codex4j.sandbox.windows.win32.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Make, once for each installation, the archive of classes from which command runners start faster; they do without, too. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class RunnerArchive implements AutoCloseable {
    private static final Duration LONGEST_TRAINING = Duration.ofMinutes(2);
    private static final long LOOK_AGAIN_AFTER_MS = 50;

    /** The first command is not to share the processor with this. */
    private static final Duration DELAY = Duration.ofSeconds(3);

    private final RunnerInstallation installation;
    private final Processes processes;
    private @Nullable Thread maker;

    /** Name the installation; nothing is done yet. */
    public RunnerArchive(RunnerInstallation installation, Processes processes) {
        this.installation = installation;
        this.processes = processes;
    }

    /** Make it in the background, after a while, if there is none. */
    synchronized void makeLater() {
        if (maker != null) {
            return;
        }
        maker = Thread.ofPlatform().daemon().name("runner-archive").start(() -> {
            try {
                Thread.sleep(DELAY);
                make();
            } catch (IOException | InterruptedException e) {
                // Runners start without it; the next program tries again.
                return;
            }
        });
    }

    /** Make it if there is none, with two programs that run as the caller, and wait for their end. */
    public void make() throws IOException, InterruptedException {
        Path folder = installation.install();
        Path archive = RunnerInstallation.archive(folder);
        if (Files.exists(archive)) {
            return;
        }
        String list = RunnerInstallation.draftName();
        String draft = RunnerInstallation.draftName();
        try {
            run(installation.program(RunnerTraining.class.getName(), List.of("-XX:DumpLoadedClassList=" + list)));
            // Only this collector writes the objects, too, that every JVM begins with; all of them read these.
            run(installation.program(
                    RunnerTraining.class.getName(),
                    List.of(
                            "-XX:-UseSerialGC",
                            "-XX:+UseG1GC",
                            "-XX:SharedClassListFile=" + list,
                            "-XX:SharedArchiveFile=" + draft,
                            "-Xshare:dump")));
            Files.move(folder.resolve(draft), archive, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(folder.resolve(list));
            Files.deleteIfExists(folder.resolve(draft));
        }
    }

    private void run(RunnerProgram program) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(program.application());
        words.addAll(program.arguments());
        Processes.Started process = processes.start(program.application(), CommandLine.of(words), program.directory());
        boolean ended = false;
        try {
            long deadline = System.nanoTime() + LONGEST_TRAINING.toNanos();
            while (!ended && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_AGAIN_AFTER_MS);
                ended = processes.awaitEnd(process.handle(), Duration.ZERO);
            }
        } finally {
            if (!ended) {
                processes.terminate(process.handle(), 1);
                processes.awaitEnd(process.handle(), LONGEST_TRAINING);
            }
            processes.close(process.handle());
        }
    }

    /** Stop making it. */
    @Override
    public void close() {
        Thread making;
        synchronized (this) {
            making = maker;
        }
        if (making != null) {
            making.interrupt();
            try {
                making.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
