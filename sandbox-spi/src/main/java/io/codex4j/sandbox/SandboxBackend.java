package io.codex4j.sandbox;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Enforce policies with one mechanism of the operating system. Implemented by plugins; safe for use by several threads.
 *
 * <p>A backend costs nothing until it is asked: the constructor touches no native code and starts no process.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface SandboxBackend {
    /** Return a short name such as {@code bubblewrap}, unique among backends. */
    String name();

    /** Return the rank of this backend: of those that can enforce a policy, the highest one is taken. */
    default int priority() {
        return 0;
    }

    /** Find out what this backend can do here; the answer is computed once and kept. */
    Availability probe();

    /** Return why this backend cannot enforce the policy, or nothing if it can; says nothing about this machine. */
    Optional<String> refusal(SandboxPolicy policy);

    /** Return how this backend is made ready on a machine, if that takes more than to install it. */
    default Optional<SandboxSetup> setup() {
        return Optional.empty();
    }

    /**
     * Start a program under a policy.
     *
     * @throws SandboxException if the policy cannot be enforced or the program cannot be started
     */
    SandboxedProcess start(SandboxCommand command, SandboxPolicy policy) throws SandboxException;

    /** Get ready for commands that are likely to come; returns at once, and reports nothing. */
    default void warmUp(SandboxPolicy policy) {}

    /** End what still runs and free what is held; a later start begins anew. */
    default void close() {}
}
