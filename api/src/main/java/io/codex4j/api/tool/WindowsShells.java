package io.codex4j.api.tool;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Find the shells of Windows. Paths are texts here, so that any system can test it.
 *
 * <p>{@code SHELL} does not count: where it is set, it is a path that only one of the Unix shells for Windows understands.
 */
final class WindowsShells {
    private static final List<String> POWERSHELLS = List.of("pwsh", "powershell");
    private static final Set<String> KNOWN = Set.of("pwsh", "powershell", "cmd", "bash", "zsh", "sh");
    private static final String SUFFIX = ".exe";
    private static final String CMD = "cmd";

    private final Map<String, String> environment;
    private final Predicate<String> isFile;

    WindowsShells(Map<String, String> environment, Predicate<String> isFile) {
        this.environment = environment;
        this.isFile = isFile;
    }

    static WindowsShells of(Map<String, String> environment) {
        return new WindowsShells(environment, WindowsShells::isFile);
    }

    CommandShell ofUser() {
        for (String name : POWERSHELLS) {
            String found = onPath(name);
            if (found != null) {
                return new CommandShell(found, name);
            }
        }
        return cmd();
    }

    CommandShell named(String wanted) {
        String name = baseName(wanted);
        if (!KNOWN.contains(name)) {
            return ofUser();
        }
        String found = isPath(wanted) ? file(wanted) : onPath(name);
        if (found != null) {
            return new CommandShell(found, name);
        }
        return name.equals(CMD) ? cmd() : ofUser();
    }

    private CommandShell cmd() {
        String configured = environment.getOrDefault("COMSPEC", "");
        if (baseName(configured).equals(CMD) && isAbsolute(configured) && isFile.test(configured)) {
            return new CommandShell(configured, CMD);
        }
        String found = onPath(CMD);
        return new CommandShell(found == null ? CMD + SUFFIX : found, CMD);
    }

    private @Nullable String onPath(String name) {
        for (String entry : environment.getOrDefault("PATH", "").split(";", -1)) {
            String folder = entry.replace("\"", "").strip();
            if (isAbsolute(folder)) {
                String candidate = (folder.endsWith("\\") ? folder : folder + "\\") + name + SUFFIX;
                if (isFile.test(candidate)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private @Nullable String file(String wanted) {
        String path = wanted.replace('/', '\\');
        if (!isAbsolute(path)) {
            return null;
        }
        String whole = path.toLowerCase(Locale.ROOT).endsWith(SUFFIX) ? path : path + SUFFIX;
        return isFile.test(whole) ? whole : null;
    }

    private static boolean isPath(String wanted) {
        return wanted.indexOf('/') >= 0 || wanted.indexOf('\\') >= 0;
    }

    /** Tell whether a path has a drive and starts at its root; shares of other machines do not count. */
    private static boolean isAbsolute(String path) {
        return path.length() > 2 && path.charAt(1) == ':' && (path.charAt(2) == '\\' || path.charAt(2) == '/');
    }

    private static String baseName(String program) {
        String name = program.substring(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1)
                .toLowerCase(Locale.ROOT);
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    private static boolean isFile(String program) {
        try {
            return Files.isRegularFile(Path.of(program));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
