package io.codex4j.engine;

import org.apiguardian.api.API;

/** Say which earlier session to go on with. */
@API(status = API.Status.INTERNAL, since = "0.1")
public sealed interface Resume {
    /** Return the choice of a new session. */
    static Resume none() {
        return new None();
    }

    /** Return the choice of the newest session; of any working directory if {@code all}, else of this one. */
    static Resume last(boolean all) {
        return new Last(all);
    }

    /** Return the choice of a session by its id or name. */
    static Resume id(String idOrName) {
        return new ById(idOrName);
    }

    /** A new session. */
    record None() implements Resume {}

    /** The newest session. */
    record Last(boolean all) implements Resume {}

    /** A session by its id or name; an id that is not found is an error, a name that is not found a new session. */
    record ById(String idOrName) implements Resume {}
}
