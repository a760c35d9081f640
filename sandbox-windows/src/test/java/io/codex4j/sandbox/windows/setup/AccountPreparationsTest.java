package io.codex4j.sandbox.windows.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.windows.win32.Accounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountPreparationsTest {
    private static final String GROUP = "S-1-5-21-1-2-3-1001";
    private static final List<String> READY =
            List.of("NetUserGetInfo(CodexSandboxOffline)", "NetUserGetInfo(CodexSandboxOnline)");
    private static final String LOCK = "SetNamedSecurityInfo(/Users/me/.codex/.sandbox-bin, new list, protected, [SET "
            + GROUP + " 0x1200a9 OI|CI, SET " + Machine.REAL_USER + " 0x1701bf OI|CI])";

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeEach
    void makeMachine() throws Exception {
        machine = new Machine(folder);
        machine.setup().setup(line -> {});
        machine.windows.take();
    }

    @Test
    void refreshDoesEveryStepInOrder() throws Exception {
        Files.createDirectories(machine.workspace.resolve(".git"));
        Files.createDirectories(machine.profile.resolve("Documents"));
        Files.createDirectories(machine.profile.resolve(".ssh"));
        Path secret = Files.writeString(machine.workspace.resolve("secret.txt"), "x");
        SandboxPolicy policy = Policies.workspace(machine.workspace).withDeniedReads(List.of(secret.toString()));

        Preparations.Prepared prepared = machine.preparations().prepare(machine.command(machine.workspace), policy);

        String capability = prepared.capabilitySids().getFirst();
        assertEquals(1, prepared.capabilitySids().size());
        assertEquals(
                List.of(
                        "SetNamedSecurityInfo(/project/secret.txt, [DENY " + GROUP + " 0x80120089 OI|CI])",
                        "SetNamedSecurityInfo(/Users/me/.codex/.sandbox-bin, [GRANT " + GROUP + " 0x1200a9 OI|CI])",
                        "CreateProcess(read acls only [/Users/me/.codex, /Users/me/Documents])",
                        "SetNamedSecurityInfo(/project, [SET " + GROUP + " 0x1301bf OI|CI, SET " + capability
                                + " 0x1301bf OI|CI])",
                        "SetNamedSecurityInfo(/project/.git, [DENY " + capability + " 0x40130156 OI|CI])",
                        LOCK),
                steps());
        assertEquals(
                "{\"principals\":{\"" + GROUP + "\":[\"" + secret + "\"]}}",
                Files.readString(machine.home.deniedReads()));
    }

    @Test
    void policyThatIsInEffectIsNotAppliedAgain() throws Exception {
        AccountPreparations preparations = machine.preparations();
        SandboxPolicy policy = Policies.workspace(machine.workspace);
        preparations.prepare(machine.command(machine.workspace), policy);
        machine.windows.take();
        preparations.prepare(machine.command(machine.workspace), policy);
        assertEquals(List.of(), steps());
        machine.preparations().prepare(machine.command(machine.workspace), policy);
        assertEquals(List.of(), steps());
    }

    @Test
    void whatWasMadeAnewGetsItsRightsAgain() throws Exception {
        AccountPreparations preparations = machine.preparations();
        SandboxPolicy policy = Policies.workspace(machine.workspace);
        preparations.prepare(machine.command(machine.workspace), policy);
        machine.windows.take();
        machine.accessLists.forget(machine.workspace);
        preparations.prepare(machine.command(machine.workspace), policy);
        assertTrue(steps().stream().anyMatch(call -> call.startsWith("SetNamedSecurityInfo(/project, ")));
    }

    @Test
    void protectedNameThatAppearsIsDenied() throws Exception {
        machine.accessLists.letEverybodyRead(machine.home.home());
        AccountPreparations preparations = machine.preparations();
        SandboxPolicy policy = Policies.workspace(machine.workspace);
        preparations.prepare(machine.command(machine.workspace), policy);
        machine.windows.take();
        Files.createDirectories(machine.workspace.resolve(".codex"));
        preparations.prepare(machine.command(machine.workspace), policy);
        List<String> calls = steps();
        assertEquals(2, calls.size(), calls::toString);
        assertTrue(calls.getFirst().startsWith("SetNamedSecurityInfo(/project/.codex, [DENY "), calls::toString);
        assertEquals(LOCK, calls.getLast());
    }

    @Test
    void deniedReadIsTakenBackWhenThePolicyNoLongerHasIt() throws Exception {
        Path secret = Files.writeString(machine.workspace.resolve("secret.txt"), "x");
        AccountPreparations preparations = machine.preparations();
        SandboxPolicy policy = Policies.workspace(machine.workspace);
        preparations.prepare(machine.command(machine.workspace), policy.withDeniedReads(List.of(secret.toString())));
        machine.windows.take();
        preparations.prepare(machine.command(machine.workspace), policy);
        assertTrue(steps().contains("SetNamedSecurityInfo(/project/secret.txt, [REVOKE " + GROUP + "])"));
        assertEquals("{\"principals\":{}}", Files.readString(machine.home.deniedReads()));
    }

    @Test
    void corruptDeniedReadStateIsPutAside() throws Exception {
        Files.writeString(machine.home.deniedReads(), "{");
        machine.preparations().prepare(machine.command(machine.workspace), SandboxPolicy.readOnly());
        assertEquals("{", Files.readString(machine.home.state().resolve("deny_read_acl_state.json.corrupt")));
        assertEquals("{\"principals\":{}}", Files.readString(machine.home.deniedReads()));
    }

    @Test
    void rightThatCannotBeSetIsAnErrorThatNamesTheFolder() {
        machine.windows.fail("SetNamedSecurityInfo(/project", 5);
        SandboxException failure = assertThrows(
                SandboxException.class,
                () -> machine.preparations()
                        .prepare(machine.command(machine.workspace), Policies.workspace(machine.workspace)));
        assertTrue(failure.getMessage().contains("The rights on " + machine.workspace + " cannot be changed"));
        machine.windows.failNothing();
        machine.windows.fail("CreateProcess(", 2);
        assertThrows(
                SandboxException.class,
                () -> machine.preparations()
                        .prepare(machine.command(machine.workspace), Policies.workspace(machine.workspace)));
    }

    @Test
    void backgroundProgramLetsTheGroupRead() throws Exception {
        Path documents = Files.createDirectories(machine.profile.resolve("Documents"));
        Path shared = Files.createDirectories(machine.profile.resolve("Shared"));
        machine.accessLists.letEverybodyRead(shared);
        List<String> roots = List.of(
                documents.toString(), shared.toString(), folder.resolve("gone").toString());
        SetupRequest request = new SetupRequest(
                SetupRequest.Mode.READ_ACLS_ONLY,
                machine.home.home().toString(),
                roots,
                ProxySettings.of(Map.of()),
                "PC\\me");
        assertEquals(0, new SetupProgram(machine.tools()).run(new String[] {request.encode()}));
        assertEquals(
                List.of(
                        "CreateMutex(Local/CodexSandboxReadAcl)",
                        "SetNamedSecurityInfo(/Users/me/Documents, [GRANT " + GROUP + " 0x1200a9 OI|CI])",
                        "ReleaseMutex()"),
                machine.windows.take());
        assertEquals(0, new SetupProgram(machine.tools()).run(new String[] {request.encode()}));
        assertEquals(List.of("CreateMutex(Local/CodexSandboxReadAcl)", "ReleaseMutex()"), machine.windows.take());
    }

    @Test
    void networkDecidesTheUser() throws Exception {
        SandboxPolicy offline = SandboxPolicy.readOnly();
        SandboxPolicy online = offline.withNetwork(NetworkAccess.FULL);
        Preparations.Account account = machine.preparations().account(online).orElseThrow();
        assertEquals("CodexSandboxOnline", account.name());
        assertEquals("S-1-5-21-1-2-3-1003", account.sid());
        assertEquals(machine.accounts.password("CodexSandboxOnline"), new String(account.password()));
        for (SandboxPolicy policy :
                List.of(offline, offline.withNetwork(new NetworkAccess.AllowList(List.of("example.com"))))) {
            assertEquals(
                    "CodexSandboxOffline",
                    machine.preparations().account(policy).orElseThrow().name());
        }
    }

    @Test
    void whatIsNotReadyIsSetUpBeforeACommandButNotToLook() throws Exception {
        machine.accounts.put("CodexSandboxOnline", Accounts.State.DISABLED);
        SandboxException failure = assertThrows(
                SandboxException.class, () -> machine.preparations().account(SandboxPolicy.readOnly()));
        assertEquals("The sandbox account CodexSandboxOnline is disabled.", failure.getMessage());
        String before = machine.accounts.password("CodexSandboxOffline");
        Preparations.Prepared prepared =
                machine.preparations().prepare(machine.command(machine.workspace), SandboxPolicy.readOnly());
        assertNotEquals(before, machine.accounts.password("CodexSandboxOffline"));
        assertEquals(
                machine.accounts.password("CodexSandboxOffline"),
                new String(prepared.account().orElseThrow().password()));
        assertTrue(machine.progress.contains("The sandbox account CodexSandboxOnline is disabled."));
    }

    @Test
    void otherProxiesNeedANewSetUpForTheOfflineUserOnly() throws Exception {
        AccountPreparations preparations = new AccountPreparations(
                machine.settings(Map.of("http_proxy", "http://localhost:3128")), machine.tools(), line -> {});
        SandboxPolicy online = SandboxPolicy.readOnly().withNetwork(NetworkAccess.FULL);
        preparations.prepare(machine.command(machine.workspace), online);
        assertFalse(machine.windows.take().stream().anyMatch(call -> call.startsWith("NetUserSetInfo")));
        preparations.prepare(machine.command(machine.workspace), SandboxPolicy.readOnly());
        assertTrue(machine.windows.take().stream().anyMatch(call -> call.startsWith("NetUserSetInfo")));
        assertEquals(
                List.of(3128),
                SetupMarker.read(machine.home).orElseThrow().proxy().ports());
    }

    @Test
    void renewalMakesNewPasswords() throws Exception {
        String before = machine.accounts.password("CodexSandboxOffline");
        Preparations.Prepared prepared =
                machine.preparations().renew(machine.command(machine.workspace), SandboxPolicy.readOnly());
        String after = machine.accounts.password("CodexSandboxOffline");
        assertNotEquals(before, after);
        assertEquals(after, new String(prepared.account().orElseThrow().password()));
    }

    @Test
    void failedRenewalLeavesNoPasswords() {
        machine.windows.fail("NetUserSetInfo(", 5);
        assertThrows(
                SandboxException.class,
                () -> machine.preparations().renew(machine.command(machine.workspace), SandboxPolicy.readOnly()));
        assertFalse(Files.exists(machine.home.users()));
    }

    @Test
    void readOnlyCommandsShareOneSid() throws Exception {
        AccountPreparations preparations = machine.preparations();
        List<String> first = preparations
                .prepare(machine.command(machine.workspace), SandboxPolicy.readOnly())
                .capabilitySids();
        List<String> second = preparations
                .prepare(machine.command(machine.profile), Policies.workspace(folder.resolve("gone")))
                .capabilitySids();
        assertEquals(first, second);
        assertEquals(List.of(new CapabilitySids(machine.home).readOnly()), first);
    }

    @Test
    void runnerOfATestRunsAsTheCallerAndTouchesNothing() throws Exception {
        Path bare = Files.createDirectories(folder.resolve("bare"));
        Machine other = new Machine(bare);
        AccountPreparations preparations =
                new AccountPreparations(other.settings(Map.of(), "runner.exe"), other.tools(), line -> {});
        SandboxPolicy policy = Policies.workspace(other.workspace);
        assertTrue(preparations.account(policy).isEmpty());
        Preparations.Prepared prepared = preparations.prepare(other.command(other.workspace), policy);
        assertTrue(prepared.account().isEmpty());
        assertEquals(1, prepared.capabilitySids().size());
        assertEquals(List.of(other.workspace.toString()), prepared.workspaceRoots());
        assertEquals("more.com", prepared.environment().get("PAGER"));
        assertEquals(prepared, preparations.renew(other.command(other.workspace), policy));
        assertEquals(List.of(), other.windows.take());
    }

    @Test
    void whatMayWriteEverywhereIsRefused() {
        SandboxException failure = assertThrows(
                SandboxException.class,
                () -> machine.preparations().prepare(machine.command(machine.workspace), SandboxPolicy.unrestricted()));
        assertEquals(SandboxException.Reason.UNENFORCEABLE, failure.reason());
    }

    /** Return the calls, but for those that only look whether a set-up is there. */
    private List<String> steps() {
        return machine.windows.take().stream()
                .filter(call -> !READY.contains(call) && !call.startsWith("CryptUnprotectData"))
                .toList();
    }
}
