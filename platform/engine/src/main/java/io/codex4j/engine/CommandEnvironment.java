package io.codex4j.engine;

import io.codex4j.config.ShellEnvironmentPolicy;
import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Make the environment that commands see, as {@code [shell_environment_policy]} says. */
final class CommandEnvironment {
    /** Taken over where {@code inherit = "core"}. */
    private static final Set<String> CORE =
            Set.of("HOME", "LOGNAME", "PATH", "SHELL", "USER", "USERNAME", "TMPDIR", "TEMP", "TMP");

    private static final List<String> SECRET_NAMES = List.of("*KEY*", "*SECRET*", "*TOKEN*");

    /** Commands have no person at a terminal before them: no colours, no pagers, one encoding. */
    private static final Map<String, String> UNATTENDED = Map.of(
            "CODEX_CI", "1",
            "NO_COLOR", "1",
            "COLORTERM", "",
            "LANG", "C.UTF-8",
            "LC_ALL", "C.UTF-8",
            "LC_CTYPE", "C.UTF-8",
            "PAGER", "cat",
            "GIT_PAGER", "cat",
            "GH_PAGER", "cat");

    private CommandEnvironment() {}

    static Map<String, String> of(
            ShellEnvironmentPolicy policy, Map<String, String> inherited, String threadId, SandboxPolicy sandbox) {
        Map<String, String> variables = new TreeMap<>(inherit(policy, inherited));
        if (!policy.ignoreDefaultExcludes()) {
            variables.keySet().removeIf(name -> matchesAny(name, SECRET_NAMES));
        }
        variables.keySet().removeIf(name -> matchesAny(name, policy.exclude()));
        variables.putAll(policy.set());
        if (!policy.includeOnly().isEmpty()) {
            variables.keySet().removeIf(name -> !matchesAny(name, policy.includeOnly()));
        }
        variables.putAll(UNATTENDED);
        variables.put("CODEX_THREAD_ID", threadId);
        if (sandbox.network().equals(NetworkAccess.NONE)) {
            variables.put("CODEX_SANDBOX_NETWORK_DISABLED", "1");
        }
        return variables;
    }

    private static Map<String, String> inherit(ShellEnvironmentPolicy policy, Map<String, String> inherited) {
        return switch (policy.inherit()) {
            case ALL -> inherited;
            case NONE -> Map.of();
            case CORE -> {
                Map<String, String> core = new LinkedHashMap<>(inherited);
                core.keySet().retainAll(CORE);
                yield core;
            }
        };
    }

    private static boolean matchesAny(String name, List<String> globs) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (String glob : globs) {
            if (matches(upper, 0, glob.toUpperCase(Locale.ROOT), 0)) {
                return true;
            }
        }
        return false;
    }

    /** Match {@code *} and {@code ?}. */
    private static boolean matches(String text, int textAt, String glob, int globAt) {
        if (globAt == glob.length()) {
            return textAt == text.length();
        }
        char expected = glob.charAt(globAt);
        if (expected == '*') {
            for (int next = textAt; next <= text.length(); next++) {
                if (matches(text, next, glob, globAt + 1)) {
                    return true;
                }
            }
            return false;
        }
        return textAt < text.length()
                && (expected == '?' || expected == text.charAt(textAt))
                && matches(text, textAt + 1, glob, globAt + 1);
    }
}
