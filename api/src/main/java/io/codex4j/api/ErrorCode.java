package io.codex4j.api;

import org.apiguardian.api.API;

/** Sort errors by who can mend them. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum ErrorCode {
    /** A setting, a file or a flag is wrong: the user mends it. */
    INVALID_CONFIG(Mender.USER),
    /** A credential is missing or refused: the user mends it. */
    UNAUTHENTICATED(Mender.USER),
    /** A value does not have the shape that was asked for: whoever made the value mends it. */
    INVALID_VALUE(Mender.CALLER),
    /** The plugin broke its contract. */
    PLUGIN_BROKEN(Mender.PLUGIN),
    /** The model provider answered with an error or not at all. */
    PROVIDER_FAILED(Mender.PROVIDER),
    /** An error of the host. */
    INTERNAL(Mender.HOST);

    private final Mender mender;

    ErrorCode(Mender mender) {
        this.mender = mender;
    }

    /** Return who can mend this kind of error. */
    public Mender mender() {
        return mender;
    }

    /** Who can mend an error. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public enum Mender {
        USER,
        CALLER,
        PLUGIN,
        PROVIDER,
        HOST
    }
}
