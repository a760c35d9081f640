package io.codex4j.config;

import java.io.Serial;
import org.apiguardian.api.API;

/**
 * Report a config that cannot be used. The message is complete: where it is known, it has file, line and column, what
 * is wrong and what was expected, then the line itself and a caret below the place. It has no line feed at its end.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ConfigException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /** What was being done; the CLI begins its report with the heading. */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public enum Kind {
        /** A value in a file or on the command line is wrong. */
        LOADING("Error loading config.toml:\n"),
        /** An argument of {@code -c} is no {@code key=value}. */
        OVERRIDE("Error parsing -c overrides: "),
        /** The settings are well formed, but name something that does not exist. */
        SETTING("Error: ");

        private final String heading;

        Kind(String heading) {
            this.heading = heading;
        }
    }

    private final Kind kind;

    ConfigException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Return what was being done. */
    public Kind kind() {
        return kind;
    }

    /** Return what a command line program prints before it ends with exit code 1: heading and message. */
    public String report() {
        return kind.heading + getMessage();
    }
}
