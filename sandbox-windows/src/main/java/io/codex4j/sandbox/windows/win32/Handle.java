package io.codex4j.sandbox.windows.win32;

import org.apiguardian.api.API;

/**
 * Name a kernel object that this process holds open.
 *
 * @param value as Windows gave it
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record Handle(long value) {
    /** No object: what Windows takes for "none". */
    public static final Handle NONE = new Handle(0);

    /** The value of a handle that could not be opened. */
    public static final Handle INVALID = new Handle(-1);
}
