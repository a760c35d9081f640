package io.codex4j.api.hook;

import io.codex4j.api.Cancellation;
import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;

/** Tell a hook where it is. Implemented by the host, so it may grow. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface HookContext {
    /** Return the id of the session. */
    String sessionId();

    /** Return the working directory of the session. */
    Path directory();

    /** Return the slug of the model. */
    String model();

    /** Return the session's rollout file, where it has one. */
    Optional<Path> transcript();

    /** Return how the session asks before it acts: {@code default}, {@code bypassPermissions}, …. */
    String permissionMode();

    /** Return the cancellation of the turn. */
    Cancellation cancellation();
}
