package io.codex4j.api.tool;

import java.io.File;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Run command lines with a shell of the machine: the user's own, or one that a model asks for. Immutable.
 *
 * <p>On Windows the user's shell is PowerShell, the new one ({@code pwsh}) before the old one, else {@code cmd}; elsewhere
 * what {@code SHELL} names if it is a shell that is known here. Programs are looked up in absolute folders only, so that
 * none from the workspace is taken.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CommandShell {
    /**
     * What makes PowerShell write UTF-8, without a mark at the start; where its language is constrained, it stays as it is.
     */
    private static final String POWERSHELL_UTF8 =
            "try{[Console]::OutputEncoding=New-Object Text.UTF8Encoding $false}catch{}\n";

    /** By itself, PowerShell gives 1 for whatever exit code a program had. */
    private static final String POWERSHELL_STATUS = "\nif(-not $?){if($LASTEXITCODE){exit $LASTEXITCODE};exit 1}";

    /** What makes cmd, and programs that ask for the code page, write UTF-8. */
    private static final String CMD_UTF8 = "chcp 65001>nul&";

    private final String program;
    private final String name;

    /**
     * @param program what is started: an absolute path where one was found
     * @param name what the shell is called, without folder and suffix, lower-case
     */
    CommandShell(String program, String name) {
        this.program = program;
        this.name = name;
    }

    /** Return the shell of the user. */
    public static CommandShell ofUser(Map<String, String> environment) {
        return isWindows() ? WindowsShells.of(environment).ofUser() : new UnixShells(environment).ofUser();
    }

    /**
     * Return the shell of a name or a path. One that is not there, or that is not known as a shell, is replaced, since the
     * command matters more.
     */
    public static CommandShell named(String wanted, Map<String, String> environment) {
        return isWindows() ? WindowsShells.of(environment).named(wanted) : new UnixShells(environment).named(wanted);
    }

    private static boolean isWindows() {
        return File.separatorChar == '\\';
    }

    /** Return what the shell is called: {@code bash}, {@code pwsh}, {@code powershell}, {@code cmd}. */
    public String name() {
        return name;
    }

    /** Tell whether the shell is one of Unix, which reads the user's profile unless it is told not to. */
    public boolean readsProfile() {
        return !isPowerShell() && !isCmd();
    }

    /**
     * Return the argument list that runs a command line.
     *
     * @param profile whether the shell is to read the user's profile first; cmd has none
     */
    public List<String> commandLine(String command, boolean profile) {
        if (isPowerShell()) {
            String script = POWERSHELL_UTF8 + command + POWERSHELL_STATUS;
            return profile
                    ? List.of(program, "-NoLogo", "-Command", script)
                    : List.of(program, "-NoLogo", "-NoProfile", "-Command", script);
        }
        if (isCmd()) {
            // In exactly this form, backends hand the script over as it stands; other arguments are quoted for C
            // programs.
            return List.of(program, "/c", CMD_UTF8 + command);
        }
        return List.of(program, profile ? "-lc" : "-c", command);
    }

    private boolean isPowerShell() {
        return name.equals("pwsh") || name.equals("powershell");
    }

    private boolean isCmd() {
        return name.equals("cmd");
    }
}
