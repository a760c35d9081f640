package io.codex4j.sandbox;

import org.apiguardian.api.API;

/** Name how much of the file system a sandboxed program may change; reading is governed by the denied reads. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum FileAccess {
    /** Nothing may be written but private scratch space that the host does not see. */
    READ_ONLY,
    /** The writable roots may be written, and nothing else. */
    WORKSPACE_WRITE,
    /** No restriction at all: the program runs with the rights of its caller. */
    UNRESTRICTED
}
