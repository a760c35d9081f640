package io.codex4j.policy;

import io.codex4j.sandbox.SandboxPolicy;
import java.nio.file.Path;
import org.apiguardian.api.API;

/** What policy says to an action. */
@API(status = API.Status.INTERNAL, since = "0.1")
public sealed interface Decision {
    /** Run the program in a sandbox with this policy. */
    record RunUnder(SandboxPolicy policy) implements Decision {}

    /**
     * Write the file.
     *
     * @param realFile where the change lands when links are followed
     */
    record WriteTo(Path realFile) implements Decision {}

    /**
     * Do not.
     *
     * @param reason for the model; a marker that programs look for
     */
    record Refuse(String reason) implements Decision {}
}
