package io.codex4j.sandbox.windows.ipc;

import org.apiguardian.api.API;

/**
 * Carry a message under the version of the protocol that its sender speaks.
 *
 * @param version 0 to 255
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record Frame(int version, Message message) {
    /** The version that is spoken here. */
    public static final int VERSION = 6;

    /** The longest payload, in bytes, inclusive. */
    public static final int MAX_PAYLOAD = 8 << 20;
}
