package io.codex4j.api.tool;

import java.nio.file.Path;
import org.apiguardian.api.API;

/** Name the files that a session works on, and guard them. Implemented by the host. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Workspace {
    /** Return the working directory of the turn, absolute. */
    Path directory();

    /**
     * Check that policy lets a file be made, changed or removed without a sandbox.
     *
     * <p>Symbolic links are resolved: what counts is where the change would land. Protected names such as {@code .git}
     * are refused.
     *
     * @param file absolute path; it need not exist
     * @return the real path of the file's folder, with the file's own name
     * @throws ActionRefusedException if it may not; the message is for the model
     */
    Path checkWritable(Path file) throws ActionRefusedException;
}
