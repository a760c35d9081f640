package io.codex4j.api;

import org.apiguardian.api.API;

/** Name the version of this API, one semantic version for {@code api} and {@code sandbox-spi}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ApiVersion {
    /** The version that this host offers. */
    public static final String CURRENT = "0.1.0";

    private ApiVersion() {}
}
