package io.codex4j.api.hook;

import io.codex4j.api.HostContext;
import org.apiguardian.api.API;

/** Make a hook. Implemented by plugins. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface HookFactory {
    /** Return a name for messages. */
    String name();

    /** Make the hook of one session. */
    Hook create(HostContext context);
}
