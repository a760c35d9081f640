package io.codex4j.cli;

import io.codex4j.config.Config;
import io.codex4j.config.Config.TrustLevel;
import io.codex4j.config.LoadedConfig;
import io.codex4j.engine.Resume;
import io.codex4j.engine.Session;
import io.codex4j.engine.SessionException;
import io.codex4j.engine.SessionRequest;
import io.codex4j.exec.ColorMode;
import io.codex4j.exec.ExecException;
import io.codex4j.exec.ExecOptions;
import io.codex4j.exec.ExecRunner;
import io.codex4j.kernel.Kernel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Wire one run of {@code codex exec}: settings, plugins, session, front end. */
final class ExecSession {
    static final String SKIP_GIT_CHECK = "--skip-git-repo-check";
    static final String EPHEMERAL = "--ephemeral";
    static final String OUTPUT_SCHEMA = "--output-schema";
    static final String COLOR = "--color";
    static final String JSON = "--json";
    static final String EXPERIMENTAL_JSON = "--experimental-json";
    static final String LAST_MESSAGE = "--output-last-message";

    private final Invocation invocation;
    private final Host host;

    ExecSession(Invocation invocation) {
        this.invocation = invocation;
        this.host = invocation.host();
    }

    int run(Resume resume, List<String> prompt) throws CommandFailure, UsageError, InterruptedException {
        LoadedConfig loaded = Settings.load(invocation);
        Config config = loaded.config();
        refuseUnknownTerritory(config);
        ExecRunner runner = prepare(config, prompt);
        try (Kernel kernel = Kernel.start(config, host.environment(), ClientNames.EXEC)) {
            SessionRequest request = SessionRequest.builder(config, kernel, ClientNames.EXEC)
                    .resume(resume)
                    .ephemeral(invocation.isGiven(EPHEMERAL))
                    .additionalRoots(additionalRoots(config))
                    .environment(host.environment())
                    .warnings(loaded.warnings())
                    .build();
            return run(runner, request);
        }
    }

    private static int run(ExecRunner runner, SessionRequest request)
            throws CommandFailure, UsageError, InterruptedException {
        Session session = start(request);
        return ProcessSignals.guard(new Stop(runner, session), () -> {
            try (session) {
                return runner.run(session::submit, session::next);
            }
        });
    }

    private static Session start(SessionRequest request) throws CommandFailure {
        try {
            return Session.start(request);
        } catch (SessionException e) {
            throw CommandFailure.because(e);
        }
    }

    private ExecRunner prepare(Config config, List<String> prompt) throws CommandFailure {
        try {
            return ExecRunner.prepare(options(config, prompt), host.streams());
        } catch (ExecException e) {
            throw CommandFailure.because(e);
        }
    }

    private ExecOptions options(Config config, List<String> prompt) throws CommandFailure {
        List<Path> images = new ArrayList<>();
        for (String image : invocation.values(Flags.IMAGE)) {
            images.add(host.resolve(image));
        }
        return new ExecOptions(
                prompt.isEmpty() ? Optional.empty() : Optional.of(prompt.getFirst()),
                images,
                file(OUTPUT_SCHEMA),
                file(LAST_MESSAGE),
                invocation.isGiven(JSON, EXPERIMENTAL_JSON),
                ColorMode.valueOf(invocation.value(COLOR).orElse("auto").toUpperCase(Locale.ROOT)),
                config.display(),
                Version.NUMBER);
    }

    private Optional<Path> file(String option) throws CommandFailure {
        Optional<String> name = invocation.value(option);
        return name.isPresent() ? Optional.of(host.resolve(name.get())) : Optional.empty();
    }

    private void refuseUnknownTerritory(Config config) throws CommandFailure {
        boolean allowed = invocation.isGiven(SKIP_GIT_CHECK, Flags.BYPASS, Flags.YOLO)
                || config.permissions().projectTrust().equals(Optional.of(TrustLevel.TRUSTED))
                || GitRepository.holds(config.directory());
        if (!allowed) {
            throw new CommandFailure(config.directory()
                    + " is neither in a git repository nor a trusted project, so changes could not be undone. "
                    + SKIP_GIT_CHECK + " runs here all the same.");
        }
    }

    private List<Path> additionalRoots(Config config) {
        List<Path> roots = new ArrayList<>();
        for (String directory : invocation.values(Flags.ADD_DIRECTORY)) {
            roots.add(config.directory().resolve(directory).normalize());
        }
        return roots;
    }

    /** The first Ctrl-C stops the turn, in order; the second one everything. */
    private record Stop(ExecRunner runner, Session session) implements ProcessSignals.Response {
        private static final Duration PATIENCE = Duration.ofSeconds(2);

        @Override
        public boolean interrupt(int count) {
            if (count == 1) {
                runner.interrupt();
            }
            return count == 1;
        }

        @Override
        public void terminate() {
            Thread closing = Thread.ofVirtual().name("close-session").start(session::close);
            try {
                closing.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
