package io.codex4j.config;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * The table {@code [shell_environment_policy]}.
 *
 * @param inherit which variables are taken over
 * @param ignoreDefaultExcludes whether names that look like secrets are kept
 * @param exclude globs of names to leave out, regardless of case
 * @param set variables to set
 * @param includeOnly globs of names to keep; empty for all
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record ShellEnvironmentPolicy(
        Inherit inherit,
        boolean ignoreDefaultExcludes,
        List<String> exclude,
        Map<String, String> set,
        List<String> includeOnly) {
    /** Which variables are taken over. */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public enum Inherit {
        ALL,
        CORE,
        NONE
    }
}
