package io.codex4j.sandbox.windows.setup;

import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.windows.WindowsSettings;
import io.codex4j.sandbox.windows.win32.RecordedAccessLists;
import io.codex4j.sandbox.windows.win32.RecordedAccounts;
import io.codex4j.sandbox.windows.win32.RecordedFirewall;
import io.codex4j.sandbox.windows.win32.RecordedMutexes;
import io.codex4j.sandbox.windows.win32.RecordedWindows;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine with a user, a profile folder and a workspace, whose Windows only notes what it is asked for. */
final class Machine {
    static final String REAL_USER = "S-1-5-21-1-2-3-500500";
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    final RecordedWindows windows = new RecordedWindows();
    final RecordedAccounts accounts = new RecordedAccounts(windows);
    final RecordedAccessLists accessLists = new RecordedAccessLists(windows);
    final RecordedFirewall firewall = new RecordedFirewall(windows);
    final RecordedMutexes mutexes = new RecordedMutexes(windows);
    final Helper helper = new Helper();
    final List<String> progress = new ArrayList<>();
    final Path profile;
    final Path workspace;
    final SandboxHome home;

    Machine(Path folder) throws IOException {
        Path root = folder.toRealPath();
        profile = Files.createDirectories(root.resolve("Users/me"));
        workspace = Files.createDirectories(root.resolve("project"));
        home = new SandboxHome(profile.resolve(".codex"));
        Files.createDirectories(home.home());
        accounts.add("PC\\me", REAL_USER);
        accessLists.letEverybodyRead(Provisioning.javaFolder().toRealPath());
        accessLists.letEverybodyRead(Provisioning.javaFolder());
        windows.leaveOut(root.toString());
    }

    SetupTools tools() {
        return new SetupTools(accounts, accessLists, firewall, mutexes, helper);
    }

    WindowsSettings settings(Map<String, String> more, String... runnerCommand) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("USERPROFILE", profile.toString());
        environment.put("USERNAME", "me");
        environment.put("USERDOMAIN", "PC");
        return new WindowsSettings(home.home(), environment, Optional.empty(), false, List.of(runnerCommand));
    }

    Setup setup(Map<String, String> environment) {
        return new Setup(settings(environment), tools(), CLOCK);
    }

    Setup setup() {
        return setup(Map.of());
    }

    AccountPreparations preparations() {
        return new AccountPreparations(settings(Map.of()), tools(), progress::add);
    }

    SandboxCommand command(Path directory, String... argv) {
        return new SandboxCommand(
                argv.length == 0 ? List.of("cmd.exe") : List.of(argv), directory, Map.of(), StandardStreams.PIPES);
    }

    /** A set-up program that runs at once, and in this process. */
    final class Helper implements SetupHelper {
        boolean administrator = true;
        int refusal;
        boolean runs = true;
        int exitCode;

        @Override
        public boolean isAdministrator() {
            return administrator;
        }

        @Override
        public int runElevated(String request) throws Win32Exception {
            windows.call("ShellExecuteEx(runas, " + text(request) + ")");
            if (refusal != 0) {
                throw new Win32Exception("ShellExecuteExW", refusal);
            }
            return runs ? new SetupProgram(tools()).run(new String[] {request}) : exitCode;
        }

        @Override
        public void startInBackground(String request) throws Win32Exception {
            windows.call("CreateProcess(" + text(request) + ")");
        }

        private static String text(String request) {
            try {
                SetupRequest decoded = SetupRequest.decode(request);
                return decoded.mode() + " " + decoded.readRoots();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
