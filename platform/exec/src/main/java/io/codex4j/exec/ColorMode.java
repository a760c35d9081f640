package io.codex4j.exec;

import org.apiguardian.api.API;

/** When to use colors. */
@API(status = API.Status.INTERNAL, since = "0.1")
public enum ColorMode {
    /** On a terminal, unless {@code NO_COLOR} or {@code TERM=dumb} says otherwise. */
    AUTO,
    ALWAYS,
    NEVER
}
