package io.codex4j.sandbox.windows.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.WritableRoot;
import io.codex4j.sandbox.windows.WindowsSettings;
import io.codex4j.sandbox.windows.win32.Windows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupOnWindows {
    @TempDir
    private Path folder;

    @Test
    void machineWithoutASetUpSaysSo() {
        SetupStatus status = new Setup(settings(), SetupTools.ofWindows()).report();
        assertFalse(status.ready());
        for (String part :
                List.of("set-up marker", "passwords", "group CodexSandboxUsers", "user CodexSandboxOnline")) {
            assertTrue(
                    status.parts().stream().anyMatch(each -> each.name().equals(part) && !each.present()),
                    status::toString);
        }
    }

    @Test
    void realUserIsFound() throws Exception {
        String name = RealUser.name(new Environment(System.getenv()));
        assertTrue(RealUser.sid(Windows.accounts(), name).startsWith("S-1-5-"), name);
    }

    @Test
    void callerRightsAreSetAndTakenBack() throws Exception {
        Path work = Files.createDirectories(folder.resolve("work")).toRealPath();
        Files.createDirectories(work.resolve(".git"));
        CallerRights rights = new CallerRights(settings(), Windows.accessLists());
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(work)));
        SandboxCommand command = new SandboxCommand(List.of("cmd.exe"), work, System.getenv(), StandardStreams.PIPES);
        RestrictedRights.Prepared prepared = rights.prepare(command, policy);
        assertEquals(prepared.capabilitySids(), rights.prepare(command, policy).capabilitySids());
        SandboxHome home = new SandboxHome(folder.resolve("home"));
        assertEquals(
                List.of(work.toString(), work.resolve(".git").toString()),
                Ledger.read(home).entries().stream().map(Ledger.Entry::path).toList());
        Removal removal = new Removal(home, SetupTools.ofWindows(), line -> {});
        removal.removeRights();
        assertEquals(List.of(), removal.problems());
        assertEquals(List.of(), Ledger.read(home).entries());
    }

    /** What it is asked for changes nothing where there is no group of the sandbox. */
    @Test
    void setUpProgramIsStartedAsAnAdministratorAndInTheBackground() throws Exception {
        SetupHelper helper = SetupTools.ofWindows().helper();
        SetupRequest request = new SetupRequest(
                SetupRequest.Mode.READ_ACLS_ONLY,
                folder.resolve("home").toString(),
                List.of(folder.toString()),
                ProxySettings.of(Map.of()),
                "nobody");
        assertEquals(0, helper.runElevated(request.encode()));
        assertEquals(1, helper.runElevated("nonsense"));
        helper.startInBackground(request.encode());
    }

    private WindowsSettings settings() {
        return new WindowsSettings(
                folder.resolve("home"), Map.of("USERPROFILE", folder.toString()), Optional.empty(), false, List.of());
    }
}
