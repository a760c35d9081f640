package io.codex4j.sandbox.linux;

import io.codex4j.sandbox.Availability;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Enforce policies by bubblewrap, which makes the namespaces and mounts, and a system call filter of our own. */
final class BubblewrapBackend implements SandboxBackend {
    private static final int PRIORITY = 100;
    private static final String PROGRAM = "bwrap";
    private static final Path SYSTEM_FOLDER = Path.of("/usr");

    private final Object lock = new Object();
    private final Optional<String> searchPath;
    private Optional<Availability> availability = Optional.empty();

    BubblewrapBackend() {
        this(Optional.ofNullable(System.getenv("PATH")));
    }

    /** Look for bubblewrap on another PATH than that of this JVM. */
    BubblewrapBackend(Optional<String> searchPath) {
        this.searchPath = searchPath;
    }

    @Override
    public String name() {
        return "bubblewrap";
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Availability probe() {
        synchronized (lock) {
            if (availability.isPresent()) {
                return availability.get();
            }
            Availability found = BubblewrapProbe.run(this, Programs.candidates(PROGRAM, searchPath));
            if (!Thread.currentThread().isInterrupted()) {
                availability = Optional.of(found);
            }
            return found;
        }
    }

    @Override
    public Optional<String> refusal(SandboxPolicy policy) {
        return Refusals.common(policy);
    }

    @Override
    public SandboxedProcess start(SandboxCommand command, SandboxPolicy policy) throws SandboxException {
        Refusals.check(this, policy, command);
        Programs.find(command);
        Path filter = FilterFile.of(policy.network());
        MountPlan plan = MountPlan.of(policy);
        try {
            Path bubblewrap = find(plan);
            String mark = Guardian.newMark();
            BubblewrapCommand words = BubblewrapCommand.of(bubblewrap, filter, command, policy, plan, mark);
            return watched(new BubblewrapProcess(launch(words, command), command.streams(), plan, mark), plan);
        } catch (SandboxException | RuntimeException e) {
            plan.release(true);
            throw e;
        }
    }

    /** The guardian is started while bubblewrap is busy; where places are held it is there already. */
    private static BubblewrapProcess watched(BubblewrapProcess process, MountPlan plan) throws SandboxException {
        try {
            Guardian.instance().expectProcess();
        } catch (SandboxException e) {
            process.close();
            throw e;
        }
        if (plan.holdsPlaces()) {
            process.findFirst();
        }
        return process;
    }

    /**
     * Return a bubblewrap that no sandboxed program can have replaced. Where all of {@code /usr}, or everything, is
     * writable that can be said of no program at all, so it is as good as any.
     */
    private Path find(MountPlan plan) throws SandboxException {
        List<Path> candidates = Programs.candidates(PROGRAM, searchPath);
        for (Path candidate : candidates) {
            try {
                if (!plan.isWritable(candidate) && !plan.isWritable(candidate.toRealPath())) {
                    return candidate;
                }
            } catch (IOException e) {
                // It has gone since it was found: the next one.
            }
        }
        for (Path candidate : candidates) {
            boolean ofTheSystem = candidate.startsWith(SYSTEM_FOLDER) && plan.isWritable(SYSTEM_FOLDER);
            if (ofTheSystem || plan.everythingWritable()) {
                return candidate;
            }
        }
        throw new SandboxException(
                SandboxException.Reason.SETUP_FAILED,
                candidates.isEmpty()
                        ? BubblewrapProbe.NOT_INSTALLED
                        : "bubblewrap (" + candidates.getFirst() + ") lies in a writable folder,"
                                + " where a sandboxed program could replace it");
    }

    private static Process launch(BubblewrapCommand words, SandboxCommand command) throws SandboxException {
        ProcessBuilder builder =
                new ProcessBuilder(words.words()).directory(Path.of("/").toFile());
        if (command.streams() instanceof StandardStreams.Inherited) {
            builder.inheritIO();
        }
        builder.environment().clear();
        builder.environment().putAll(words.environment());
        try {
            return SpawnThread.start(builder);
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxException.Reason.SETUP_FAILED, "bubblewrap cannot be started: " + e.getMessage(), e);
        }
    }
}
