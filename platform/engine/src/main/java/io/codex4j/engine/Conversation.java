package io.codex4j.engine;

import io.codex4j.api.model.TokenUsage;
import io.codex4j.sessions.GitInfo;
import io.codex4j.sessions.Rollout;
import io.codex4j.sessions.RolloutException;
import io.codex4j.sessions.RolloutHistory;
import io.codex4j.sessions.SessionMeta;
import io.codex4j.sessions.SessionStore;
import io.codex4j.sessions.ThreadIds;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A thread: what was said so far, and where it is kept.
 *
 * @param threadId its id
 * @param history what was said
 * @param rollout where further lines go
 * @param git where the repository stood when the session was opened
 */
record Conversation(String threadId, History history, Rollout rollout, Optional<GitInfo> git) {

    /** Begin a thread, or go on with the one that is asked for. */
    static Conversation open(SessionRequest request, String baseInstructions) throws SessionException {
        SessionStore store = new SessionStore(request.config().home(), request.clock());
        Optional<GitInfo> git = GitInfo.of(request.config().directory());
        try {
            Optional<Path> earlier = find(request, store);
            return earlier.isPresent()
                    ? resume(earlier.get(), request, store, git)
                    : begin(request, store, baseInstructions, git);
        } catch (RolloutException e) {
            throw new SessionException(e.getMessage(), e);
        }
    }

    private static Optional<Path> find(SessionRequest request, SessionStore store) throws SessionException {
        return switch (request.resume()) {
            case Resume.None none -> Optional.empty();
            case Resume.Last last ->
                last.all() ? store.latest() : store.latest(request.config().directory());
            case Resume.ById byId -> {
                Optional<Path> found = store.find(byId.idOrName());
                if (found.isEmpty() && isId(byId.idOrName())) {
                    throw new SessionException("no rollout found for thread id " + byId.idOrName());
                }
                yield found;
            }
        };
    }

    private static boolean isId(String text) {
        try {
            return text.length() == 36 && UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Conversation begin(
            SessionRequest request, SessionStore store, String baseInstructions, Optional<GitInfo> git) {
        String id = ThreadIds.next();
        Rollout rollout = Rollout.none();
        if (!request.ephemeral()) {
            rollout = store.create(new SessionMeta(
                    id,
                    request.clock().instant(),
                    request.config().directory(),
                    request.client().name(),
                    request.client().version(),
                    "exec",
                    request.config().model().provider(),
                    baseInstructions,
                    git,
                    Optional.empty()));
        }
        return new Conversation(id, new History(List.of(), TokenUsage.ZERO), rollout, git);
    }

    private static Conversation resume(Path file, SessionRequest request, SessionStore store, Optional<GitInfo> git) {
        RolloutHistory earlier = store.load(file);
        Rollout rollout = request.ephemeral() ? Rollout.none() : store.open(file);
        return new Conversation(earlier.meta().id(), new History(earlier.items(), earlier.usage()), rollout, git);
    }
}
