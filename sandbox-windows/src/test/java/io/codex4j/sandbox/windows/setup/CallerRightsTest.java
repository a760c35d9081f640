package io.codex4j.sandbox.windows.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallerRightsTest {
    @TempDir
    private Path folder;

    private Machine machine;
    private CallerRights rights;

    @BeforeEach
    void begin() throws Exception {
        machine = new Machine(folder);
        rights = new CallerRights(machine.settings(Map.of()), machine.accessLists);
    }

    @Test
    void rootsComeBeforeWhatIsDeniedInThem() throws Exception {
        Files.createDirectories(machine.workspace.resolve(".git"));
        Files.createDirectories(machine.workspace.resolve(".agents"));
        Path other = Files.createDirectories(machine.profile.resolve("other"));
        RestrictedRights.Prepared prepared =
                rights.prepare(machine.command(machine.workspace), Policies.workspace(machine.workspace, other));
        List<String> sids = prepared.capabilitySids();
        assertEquals(
                List.of(
                        "SetNamedSecurityInfo(/Users/me/other, [SET " + sids.get(0) + " 0x1301bf OI|CI])",
                        "SetNamedSecurityInfo(/project, [SET " + sids.get(1) + " 0x1301bf OI|CI])",
                        "SetNamedSecurityInfo(/project/.agents, [DENY " + sids.get(1) + " 0x40130156 OI|CI])",
                        "SetNamedSecurityInfo(/project/.git, [DENY " + sids.get(1) + " 0x40130156 OI|CI])"),
                machine.windows.take());
        assertEquals("1", prepared.environment().get("SBX_NONET_ACTIVE"));
        rights.prepare(machine.command(machine.workspace), Policies.workspace(machine.workspace, other));
        assertEquals(List.of(), machine.windows.take(), "what is there is not set again");
    }

    @Test
    void readOnlyChangesNoFile() throws Exception {
        RestrictedRights.Prepared prepared =
                rights.prepare(machine.command(machine.workspace), SandboxPolicy.readOnly());
        assertEquals(List.of(new CapabilitySids(machine.home).readOnly()), prepared.capabilitySids());
        assertEquals(List.of(), machine.windows.take());
    }

    @Test
    void entriesAreFoundAgainForTheWayBack() throws Exception {
        rights.prepare(machine.command(machine.workspace), Policies.workspace(machine.workspace));
        machine.setup().uninstall(line -> {});
        assertEquals(0, machine.accessLists.size());
    }

    @Test
    void entryThatDidNotReachEverythingIsSetAgain() throws Exception {
        rights.prepare(machine.command(machine.workspace), Policies.workspace(machine.workspace));
        machine.windows.take();
        for (Ledger.Entry entry : Ledger.read(machine.home).entries()) {
            Ledger.change(machine.home, ledger -> ledger.put(new Ledger.Entry(entry.path(), entry.sid(), false)));
        }
        rights.prepare(machine.command(machine.workspace), Policies.workspace(machine.workspace));
        assertEquals(1, machine.windows.take().size());
    }

    @Test
    void protectedNameThatBecomesARootIsNoLongerDenied() throws Exception {
        Path git = Files.createDirectories(machine.workspace.resolve(".git"));
        List<String> before = rights.prepare(machine.command(machine.workspace), Policies.workspace(machine.workspace))
                .capabilitySids();
        machine.windows.take();
        List<String> after = rights.prepare(
                        machine.command(machine.workspace), Policies.workspace(machine.workspace, git))
                .capabilitySids();
        assertEquals(
                List.of(
                        "SetNamedSecurityInfo(/project/.git, [REVOKE " + before.getFirst() + "])",
                        "SetNamedSecurityInfo(/project/.git, [SET " + after.getLast() + " 0x1301bf OI|CI])"),
                machine.windows.take());
    }

    @Test
    void corruptLedgerIsPutAside() throws Exception {
        Files.createDirectories(machine.home.secrets());
        Files.writeString(machine.home.ledger(), "{\"entries\":[{");
        rights.prepare(machine.command(machine.workspace), Policies.workspace(machine.workspace));
        assertTrue(Files.exists(machine.home.secrets().resolve("ledger.json.corrupt")));
        assertEquals(1, Ledger.read(machine.home).entries().size());
    }

    @Test
    void whatItCannotKeepIsRefused() {
        for (SandboxPolicy policy :
                List.of(SandboxPolicy.unrestricted(), SandboxPolicy.readOnly().withDeniedReads(List.of("/x")))) {
            SandboxException failure = assertThrows(
                    SandboxException.class, () -> rights.prepare(machine.command(machine.workspace), policy));
            assertEquals(SandboxException.Reason.UNENFORCEABLE, failure.reason());
        }
    }
}
