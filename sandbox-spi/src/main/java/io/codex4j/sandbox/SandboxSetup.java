package io.codex4j.sandbox;

import java.util.List;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * Make a machine ready for a sandbox, and undo it. Implemented by backends that need accounts, rights or rules of their
 * own; every step may be repeated.
 *
 * <p>A {@code progress} is told one sentence for each step, on the calling thread. The methods block, may ask the user for
 * the rights of an administrator, and are called by one thread at a time.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface SandboxSetup {
    /**
     * Say whether everything is ready.
     *
     * @param ready whether commands can run in this sandbox
     * @param findings one sentence each: what is there, what is missing, and what to do about it
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    record Status(boolean ready, List<String> findings) {
        public Status {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Make everything that is missing.
     *
     * @throws SandboxException if a step failed; the message says which, and what to do about it
     */
    void setup(Consumer<String> progress) throws SandboxException;

    /** Look, and change nothing. */
    Status status() throws SandboxException;

    /**
     * Make everything anew that can be broken, such as lost passwords or changed rights.
     *
     * @throws SandboxException if a step failed; the message says which, and what to do about it
     */
    void repair(Consumer<String> progress) throws SandboxException;

    /**
     * Take away all that was made.
     *
     * @throws SandboxException if something could not be taken away; the message names it
     */
    void uninstall(Consumer<String> progress) throws SandboxException;
}
