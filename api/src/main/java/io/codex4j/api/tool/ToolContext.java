package io.codex4j.api.tool;

import io.codex4j.api.Cancellation;
import io.codex4j.sandbox.SandboxedProcess;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * Offer what a tool may do with the world, and only that. Implemented by the host; safe for use by several threads, and
 * valid until the tool set is closed, also after the call has returned.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ToolContext {
    /** Return the files that the session works on. */
    Workspace workspace();

    /** Return the cancellation of this call. */
    Cancellation cancellation();

    /**
     * Start a program, in the sandbox that policy demands.
     *
     * @throws ActionRefusedException if policy, the user or the sandbox refuses it; the message is for the model
     */
    SandboxedProcess start(CommandRequest request) throws ActionRefusedException;

    /** Tell what the tool is doing: shown to the user and kept in the session's events. Does not block. */
    void report(ToolActivity activity);

    /**
     * Shorten text that is too long for the model to its head and tail, with a note of how much was left out.
     *
     * @param text the whole text
     * @param maxTokens what the model asked for; absent for the model's own limit
     */
    String shorten(String text, OptionalLong maxTokens);
}
