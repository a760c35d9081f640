package io.codex4j.sessions;

import java.nio.file.Path;
import java.util.Optional;

/** Keep nothing. */
final class NoRollout extends Rollout {
    static final NoRollout INSTANCE = new NoRollout();

    private NoRollout() {}

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public Optional<String> failure() {
        return Optional.empty();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    void append(RolloutLine line) {}
}
