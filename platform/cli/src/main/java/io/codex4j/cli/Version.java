package io.codex4j.cli;

import io.codex4j.api.ApiVersion;

/** What this program calls itself. */
final class Version {
    /** One version for the whole program: rooms and API are released together. */
    static final String NUMBER = ApiVersion.CURRENT;

    private Version() {}

    /** Return the line of {@code --version}; scripts of the reference's users read it. */
    static String line(String program) {
        return program + " " + NUMBER;
    }
}
