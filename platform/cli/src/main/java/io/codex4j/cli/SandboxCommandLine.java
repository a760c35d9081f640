package io.codex4j.cli;

import java.io.File;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** {@code codex sandbox linux|macos|windows}: run a command as the agent would. */
final class SandboxCommandLine {
    static final String NAME = "sandbox";
    static final String TIMEOUT = "--timeout-ms";

    private SandboxCommandLine() {}

    static CommandSpec spec() {
        return Flags.group(NAME, "Run a command in the sandbox that commands of the model run in")
                .addSubcommand("linux", linux("linux").aliases("landlock"))
                .addSubcommand("macos", macos("macos").aliases("seatbelt"))
                .addSubcommand("windows", windows());
    }

    /** Return the command for Linux, under a name of its own. */
    static CommandSpec linux(String name) {
        return running(
                "Linux", name, "Run a command in the Linux sandbox: bubblewrap, or Landlock where that cannot be used");
    }

    /** Return the command for macOS, under a name of its own. */
    static CommandSpec macos(String name) {
        return running("macOS", name, "Run a command in the macOS sandbox")
                .addOption(Flags.flag("--log-denials").hidden(true).build());
    }

    private static CommandSpec windows() {
        CommandSpec spec = running(
                        "Windows", "windows", "Run a command in the Windows sandbox, or make a machine ready for it")
                .addOption(Flags.single("<N>", TIMEOUT)
                        .description("End the command after this many milliseconds, with exit code 192")
                        .build());
        for (SandboxSetupCommand command : SandboxSetupCommand.values()) {
            spec.addSubcommand(command.word(), command.spec());
        }
        spec.usageMessage().footer("%nA command that is named like one of these is run after --.");
        return spec;
    }

    private static CommandSpec running(String system, String name, String summary) {
        CommandSpec spec = Flags.command(
                name,
                new SandboxedRun(system, name),
                summary,
                "codex sandbox " + name + " [OPTIONS] [--] <COMMAND> [ARGS]...");
        spec.parser().stopAtPositional(true);
        return spec.addOption(Flags.flag(Flags.FULL_AUTO)
                        .description("Let the command change the working directory and the temporary ones; without"
                                + " this it changes nothing. It has no network either way")
                        .build())
                .addPositional(Flags.operands("COMMAND", "The command and its arguments"));
    }

    /** Refuse what is for another system than this one. */
    static void require(String system) throws CommandFailure {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean here = system.equals("Windows")
                ? File.separatorChar == '\\'
                : system.equals("macOS") ? name.startsWith("mac") : name.startsWith("linux");
        // There is no sandbox for macOS yet, on macOS either.
        if (!here || system.equals("macOS")) {
            throw CommandFailure.error("the " + system + " sandbox is not available on this system");
        }
    }
}
