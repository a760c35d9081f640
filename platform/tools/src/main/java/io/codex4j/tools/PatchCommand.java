package io.codex4j.tools;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognize a command that does nothing but apply a patch.
 *
 * <p>These forms are known, {@code applypatch} being a second name: the argument list {@code apply_patch PATCH}, and a
 * shell with a script that is {@code apply_patch <<'EOF' … EOF} or {@code apply_patch 'PATCH'}, either of them after
 * {@code cd DIRECTORY &&} if need be. A script that does anything else is left to the shell.
 *
 * @param patch text of the patch
 * @param directory where to go first, or empty
 * @param implicit whether the patch stands there without a program that would apply it
 */
record PatchCommand(String patch, String directory, boolean implicit) {
    private static final Set<String> PROGRAMS = Set.of("apply_patch", "applypatch");
    private static final Set<String> SHELLS =
            Set.of("bash", "zsh", "sh", "pwsh", "pwsh.exe", "powershell", "powershell.exe", "cmd", "cmd.exe");
    private static final Set<String> COMMAND_FLAGS = Set.of("-lc", "-c", "-command", "/c");
    private static final String BEGIN = "*** Begin Patch";
    private static final String SPECIAL = " \t\n\r'\"\\$`;&|<>()*?[]{}~#!";

    /** Return the patch of a command, or null if the command is an ordinary one. */
    static @Nullable PatchCommand find(List<String> argv) {
        if (argv.size() == 2 && PROGRAMS.contains(argv.getFirst())) {
            return new PatchCommand(argv.get(1), "", false);
        }
        if (argv.size() == 3 && isShell(argv.getFirst()) && isCommandFlag(argv.get(1))) {
            return inScript(argv.get(2));
        }
        return argv.size() == 1 ? implicit(argv.getFirst()) : null;
    }

    /** Return the patch of a command line, whichever shell is to read it, or null if it is an ordinary one. */
    static @Nullable PatchCommand inScript(String script) {
        return new Script(script).read();
    }

    private static boolean isShell(String program) {
        String name = program.substring(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
        return SHELLS.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean isCommandFlag(String flag) {
        return COMMAND_FLAGS.contains(flag.toLowerCase(Locale.ROOT));
    }

    private static @Nullable PatchCommand implicit(String script) {
        return script.strip().startsWith(BEGIN) ? new PatchCommand(script, "", true) : null;
    }

    /** A script, read from left to right. */
    private static final class Script {
        private final String text;
        private int at;

        Script(String text) {
            this.text = text.strip();
        }

        @Nullable
        PatchCommand read() {
            PatchCommand implicit = implicit(text);
            if (implicit != null) {
                return implicit;
            }
            String directory = changeOfDirectory();
            if (directory == null) {
                return null;
            }
            String program = bareWord();
            if (program == null || !PROGRAMS.contains(program)) {
                return null;
            }
            skipBlanks();
            String patch = text.startsWith("<<", at) ? heredoc() : argument();
            return patch == null ? null : new PatchCommand(patch, directory, false);
        }

        /** Return the directory, empty if the script does not change it, or null if it is not understood. */
        private @Nullable String changeOfDirectory() {
            if (!text.startsWith("cd ") && !text.startsWith("cd\t")) {
                return "";
            }
            at = 2;
            skipBlanks();
            String directory = word();
            skipBlanks();
            if (directory == null || directory.startsWith("-") || !text.startsWith("&&", at)) {
                return null;
            }
            at += 2;
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return directory;
        }

        private @Nullable String heredoc() {
            at += 2;
            boolean tabsDropped = at < text.length() && text.charAt(at) == '-';
            if (tabsDropped) {
                at++;
            }
            skipBlanks();
            String delimiter = word();
            skipBlanks();
            int body = text.indexOf('\n', at);
            if (delimiter == null
                    || delimiter.isEmpty()
                    || body < 0
                    || !text.substring(at, body).isBlank()) {
                return null;
            }
            int line = body + 1;
            while (line <= text.length()) {
                int feed = text.indexOf('\n', line);
                int end = feed < 0 ? text.length() : feed;
                String candidate = text.substring(line, end);
                if ((tabsDropped ? withoutTabs(candidate) : candidate).equals(delimiter)) {
                    return end == text.length() ? text.substring(body + 1, line) : null;
                }
                line = end + 1;
            }
            return null;
        }

        private static String withoutTabs(String line) {
            int start = 0;
            while (start < line.length() && line.charAt(start) == '\t') {
                start++;
            }
            return line.substring(start);
        }

        /** Return a patch in single quotes at the end of the script. */
        private @Nullable String argument() {
            if (at >= text.length() || text.charAt(at) != '\'') {
                return null;
            }
            String argument = word();
            return argument != null && at == text.length() && argument.strip().startsWith(BEGIN) ? argument : null;
        }

        /** Return a word without anything for the shell to do in it, its quotes taken off. */
        private @Nullable String word() {
            if (at >= text.length()) {
                return null;
            }
            char first = text.charAt(at);
            if (first != '\'' && first != '"') {
                return bareWord();
            }
            int end = text.indexOf(first, at + 1);
            if (end < 0) {
                return null;
            }
            String quoted = text.substring(at + 1, end);
            at = end + 1;
            boolean complete = at == text.length() || Character.isWhitespace(text.charAt(at));
            return complete && (first == '\'' || isPlain(quoted)) ? quoted : null;
        }

        /** Tell whether a shell takes the text between double quotes as it is. */
        private static boolean isPlain(String quoted) {
            return quoted.indexOf('$') < 0 && quoted.indexOf('`') < 0 && quoted.indexOf('\\') < 0;
        }

        private @Nullable String bareWord() {
            int start = at;
            while (at < text.length() && SPECIAL.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return at > start ? text.substring(start, at) : null;
        }

        private void skipBlanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }
    }
}
