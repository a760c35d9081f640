package io.codex4j.api.tool;

import java.util.List;
import org.apiguardian.api.API;

/** Tools that share state, such as running processes, for one session. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ToolSet extends AutoCloseable {
    /** Return the tools, in the order in which the model is told about them. */
    List<Tool> tools();

    /** End what the tools still have running. */
    @Override
    default void close() {}
}
