package io.codex4j.engine;

import io.codex4j.config.ShellEnvironmentPolicy;
import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxPolicy;
import java.io.File;
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

    /** Without these, hardly a program of Windows starts, none is found, and none knows where its user's files are. */
    private static final Set<String> CORE_ON_WINDOWS = Set.of(
            "PATHEXT",
            "COMSPEC",
            "SYSTEMROOT",
            "SYSTEMDRIVE",
            "WINDIR",
            "USERDOMAIN",
            "USERPROFILE",
            "HOMEDRIVE",
            "HOMEPATH",
            "PROGRAMFILES",
            "PROGRAMFILES(X86)",
            "PROGRAMW6432",
            "PROGRAMDATA",
            "ALLUSERSPROFILE",
            "PUBLIC",
            "LOCALAPPDATA",
            "APPDATA",
            "OS",
            "PROCESSOR_ARCHITECTURE",
            "NUMBER_OF_PROCESSORS",
            "PSMODULEPATH");

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
        return of(policy, inherited, threadId, sandbox, File.separatorChar == '\\');
    }

    /** @param windows whether upper and lower case of a name are one: a variable that is set then replaces the inherited one */
    static Map<String, String> of(
            ShellEnvironmentPolicy policy,
            Map<String, String> inherited,
            String threadId,
            SandboxPolicy sandbox,
            boolean windows) {
        Map<String, String> variables = windows ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new TreeMap<>();
        inherit(policy, inherited, windows, variables);
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

    private static void inherit(
            ShellEnvironmentPolicy policy,
            Map<String, String> inherited,
            boolean windows,
            Map<String, String> variables) {
        for (Map.Entry<String, String> variable : inherited.entrySet()) {
            boolean taken = switch (policy.inherit()) {
                case ALL -> true;
                case NONE -> false;
                case CORE -> isCore(variable.getKey(), windows);
            };
            if (taken) {
                variables.put(variable.getKey(), variable.getValue());
            }
        }
    }

    private static boolean isCore(String name, boolean windows) {
        String upper = name.toUpperCase(Locale.ROOT);
        return windows ? CORE.contains(upper) || CORE_ON_WINDOWS.contains(upper) : CORE.contains(name);
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
