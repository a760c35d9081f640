package io.codex4j.api.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandShellTest {
    private static final String CMD = "C:\\Windows\\System32\\cmd.exe";
    private static final String POWERSHELL = "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";
    private static final String PWSH = "C:\\Program Files\\PowerShell\\7\\pwsh.exe";
    private static final String PATH =
            "C:\\Windows\\System32;C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\;\"C:\\Program Files\\PowerShell\\7\"";

    private static WindowsShells windows(String... files) {
        return new WindowsShells(Map.of("PATH", PATH, "COMSPEC", CMD), Set.of(files)::contains);
    }

    private static String program(CommandShell shell) {
        return shell.commandLine("dir", false).getFirst();
    }

    @Test
    void onWindowsTheNewPowerShellComesFirstThenTheOldOneThenCmd() {
        assertEquals(PWSH, program(windows(CMD, POWERSHELL, PWSH).ofUser()));
        assertEquals(POWERSHELL, program(windows(CMD, POWERSHELL).ofUser()));
        assertEquals(CMD, program(windows(CMD).ofUser()));
        assertEquals("cmd.exe", program(windows().ofUser()));
        assertEquals("pwsh", windows(PWSH).ofUser().name());
        assertEquals("cmd", windows(CMD).ofUser().name());
    }

    @Test
    void aShellIsNotTakenFromFoldersThatFollowTheWorkingDirectory() {
        Map<String, String> environment = Map.of("PATH", ".;;bin;C:bin;\\bin;\\\\server\\bin");
        WindowsShells shells = new WindowsShells(environment, file -> true);
        assertEquals("cmd.exe", program(shells.ofUser()));
        assertEquals("cmd.exe", program(shells.named(".\\bash.exe")));
        assertEquals("cmd.exe", program(shells.named("\\\\server\\share\\bash.exe")));
    }

    @Test
    void onWindowsAShellIsFoundByNameAndByPathWhateverTheCase() {
        WindowsShells shells = windows(CMD, POWERSHELL, "C:\\Git\\bin\\bash.exe");
        assertEquals(CMD, program(shells.named("CMD")));
        assertEquals(CMD, program(shells.named("cmd.exe")));
        assertEquals(POWERSHELL, program(shells.named("PowerShell.exe")));
        assertEquals("C:\\Git\\bin\\bash.exe", program(shells.named("C:/Git/bin/bash")));
        assertEquals(
                List.of("C:\\Git\\bin\\bash.exe", "-lc", "ls"),
                shells.named("C:\\Git\\bin\\bash.exe").commandLine("ls", true));
    }

    @Test
    void aShellThatIsNotThereIsReplacedByTheUsers() {
        WindowsShells shells = windows(CMD, POWERSHELL);
        assertEquals(POWERSHELL, program(shells.named("pwsh")));
        assertEquals(POWERSHELL, program(shells.named("C:\\Git\\bin\\bash.exe")));
        assertEquals(POWERSHELL, program(shells.named("notepad")));
        assertEquals(POWERSHELL, program(shells.named("C:\\work\\evil.exe")));
    }

    @Test
    void comspecCountsOnlyIfItIsCmd() {
        Map<String, String> environment = Map.of("COMSPEC", "C:\\tools\\tcc.exe", "PATH", "C:\\Windows\\System32");
        assertEquals(CMD, program(new WindowsShells(environment, file -> true).named("cmd")));
    }

    @Test
    void eachShellGetsItsCommandLineItsWay() {
        CommandShell powershell = new CommandShell("powershell.exe", "powershell");
        List<String> argv = powershell.commandLine("Get-Item x # all", false);
        assertEquals(List.of("powershell.exe", "-NoLogo", "-NoProfile", "-Command"), argv.subList(0, 4));
        assertTrue(argv.get(4).contains("\nGet-Item x # all\n"), argv.get(4));
        assertEquals(
                List.of("powershell.exe", "-NoLogo", "-Command"),
                powershell.commandLine("x", true).subList(0, 3));
        assertEquals(
                List.of(CMD, "/c", "chcp 65001>nul&echo \"a b\""),
                new CommandShell(CMD, "cmd").commandLine("echo \"a b\"", true));
        assertEquals(List.of("/bin/sh", "-c", "ls"), new CommandShell("/bin/sh", "sh").commandLine("ls", false));
    }

    @Test
    void onlyShellsOfUnixReadAProfileByThemselves() {
        assertFalse(new CommandShell(CMD, "cmd").readsProfile());
        assertFalse(new CommandShell(PWSH, "pwsh").readsProfile());
        assertTrue(new CommandShell("/bin/bash", "bash").readsProfile());
    }

    @Test
    void onUnixTheUsersShellCountsIfItIsKnown() {
        assertEquals("sh", CommandShell.ofUser(Map.of("SHELL", "/bin/sh")).name());
        assertEquals(
                "bash", CommandShell.ofUser(Map.of("SHELL", "/usr/bin/fish")).name());
        assertEquals("bash", CommandShell.ofUser(Map.of()).name());
    }
}
