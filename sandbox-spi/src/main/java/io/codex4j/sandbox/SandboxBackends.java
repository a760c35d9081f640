package io.codex4j.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/** Choose among backends. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SandboxBackends {
    private SandboxBackends() {}

    /**
     * A backend and what must be said about it.
     *
     * @param backend the one to use
     * @param warnings one sentence for each promise that it keeps only in part
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public record Choice(SandboxBackend backend, List<String> warnings) {
        public Choice {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Choose the backend for a policy: the highest priority first, a full one before a weaker one.
     *
     * @throws SandboxException if none can enforce it; the message says why for each
     */
    public static Choice choose(List<SandboxBackend> backends, SandboxPolicy policy) throws SandboxException {
        List<SandboxBackend> ranked = new ArrayList<>(backends);
        ranked.sort(Comparator.comparingInt(SandboxBackend::priority).reversed());
        List<String> refusals = new ArrayList<>();
        Optional<Choice> weaker = Optional.empty();
        for (SandboxBackend backend : ranked) {
            Optional<String> refusal = backend.refusal(policy);
            if (refusal.isPresent()) {
                refusals.add(backend.name() + ": " + refusal.get());
                continue;
            }
            Availability availability = backend.probe();
            switch (availability.level()) {
                case FULL -> {
                    return new Choice(backend, List.of());
                }
                case WEAKER -> {
                    if (weaker.isEmpty()) {
                        weaker = Optional.of(new Choice(backend, availability.reasons()));
                    }
                }
                case UNAVAILABLE -> refusals.add(backend.name() + ": " + String.join("; ", availability.reasons()));
            }
        }
        if (weaker.isPresent()) {
            return weaker.get();
        }
        throw new SandboxException(
                SandboxException.Reason.UNENFORCEABLE,
                refusals.isEmpty()
                        ? "no sandbox backend is installed"
                        : "no sandbox can enforce this policy here (" + String.join("; ", refusals) + ")");
    }
}
