package io.codex4j.engine;

import io.codex4j.api.HostContext.ClientInfo;
import io.codex4j.api.Plugin;
import io.codex4j.config.Config;
import io.codex4j.config.ConfigException;
import io.codex4j.config.ConfigLoader;
import io.codex4j.config.ConfigRequest;
import io.codex4j.kernel.Kernel;
import io.codex4j.protocol.Event;
import io.codex4j.protocol.Submission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A session on a fresh home and workspace, with one installed plugin and no others. */
final class SessionFixture implements AutoCloseable {
    private static final ClientInfo CLIENT = new ClientInfo("codex_test", "1.0.0");

    private final Kernel kernel;
    private final Session session;

    SessionFixture(Path folder, Plugin plugin, UnaryOperator<SessionRequest.Builder> choices, String... overrides)
            throws ConfigException, SessionException {
        List<String> all = new ArrayList<>(List.of("model_provider=acme", "model=acme-1", "web_search=disabled"));
        all.addAll(List.of(overrides));
        Config config = config(folder, all);
        kernel = Kernel.builder(config, Map.of(), CLIENT).install(plugin).build();
        SessionRequest.Builder request =
                SessionRequest.builder(config, kernel, CLIENT).environment(Map.of("SHELL", "/bin/bash"));
        session = Session.start(choices.apply(request).build());
    }

    static Config config(Path folder, List<String> overrides) throws ConfigException {
        return ConfigLoader.load(ConfigRequest.builder(folder.resolve("home"), folder.resolve("work"))
                        .systemDirectory(folder.resolve("etc"))
                        .environment(Map.of())
                        .overrides(overrides)
                        .build())
                .config();
    }

    void submit(String prompt) {
        session.submit(new Submission.UserTurn(prompt, List.of(), Optional.empty()));
    }

    void interrupt() {
        session.submit(new Submission.Interrupt());
    }

    /** Return the events up to the end of the turn. */
    List<Event> untilTurnEnds() throws InterruptedException {
        List<Event> events = new ArrayList<>();
        while (true) {
            Event event = session.next();
            events.add(event);
            if (event instanceof Event.TurnCompleted
                    || event instanceof Event.TurnFailed
                    || event instanceof Event.TurnAborted) {
                return events;
            }
        }
    }

    /** Run one turn and return its events. */
    List<Event> turn(String prompt) throws InterruptedException {
        submit(prompt);
        return untilTurnEnds();
    }

    @Override
    public void close() {
        session.close();
        kernel.close();
    }
}
