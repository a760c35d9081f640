package io.codex4j.api.tool;

import io.codex4j.api.PluginException;
import java.util.concurrent.CancellationException;
import org.apiguardian.api.API;

/** Do something for the model. Implemented by plugins; safe for use by several threads. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Tool {
    /** Return what the model is told about this tool; always the same. */
    ToolSpec spec();

    /** Tell whether the model is told about this tool; one that is not offered is still run when it is called. */
    default boolean offered() {
        return true;
    }

    /** Tell whether calls of this tool may run beside other calls of the same answer. */
    default boolean parallelSafe() {
        return false;
    }

    /**
     * Run one call; blocks until its result is there.
     *
     * <p>What goes wrong is told to the model, as a result with {@code success} false or by the message of an exception,
     * and the turn goes on. Processes are started through the context only.
     *
     * @throws PluginException if the arguments are wrong; the message is shown to the model
     * @throws ActionRefusedException passed on from the context
     * @throws CancellationException if the call was cancelled
     */
    ToolResult call(ToolCall call, ToolContext context) throws ActionRefusedException, InterruptedException;
}
