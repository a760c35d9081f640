package io.codex4j.api.tool;

import io.codex4j.api.HostContext;
import io.codex4j.api.model.ModelInfo;
import org.apiguardian.api.API;

/** Offer what the tools of a session are made from. Implemented by the host, so it may grow. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ToolFactoryContext extends HostContext {
    /** Return what is known about the model that will call the tools. */
    ModelInfo model();

    /** Tell whether a feature of {@code [features]} is on. */
    boolean feature(String key);

    /** Tell whether commands may be run by a login shell. */
    boolean loginShellAllowed();
}
