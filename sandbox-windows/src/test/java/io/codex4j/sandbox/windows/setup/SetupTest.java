package io.codex4j.sandbox.windows.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.windows.win32.Accounts;
import io.codex4j.sandbox.windows.win32.Win32Exception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {
    private static final String GROUP = "S-1-5-21-1-2-3-1001";
    private static final String OFFLINE = "S-1-5-21-1-2-3-1002";
    private static final String ONLINE = "S-1-5-21-1-2-3-1003";
    private static final String NET =
            "0.0.0.0-126.255.255.255,128.0.0.0-255.255.255.255," + "::,::2-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    private static final String USER = "O:LSD:(A;;CC;;;" + OFFLINE + ")";
    private static final String REST = "SET S-1-5-18 0x1301bf OI|CI, SET S-1-5-32-544 0x1301bf OI|CI, SET "
            + Machine.REAL_USER + " 0x1201bf OI|CI])";

    /** A whole first set-up, step by step in the order that the reference has. */
    private static final List<String> WHOLE = List.of(
            "CreateMutex(Global/CodexSandboxSetup, D:P(A;;GA;;;SY)(A;;GA;;;BA))",
            "NetLocalGroupAdd(CodexSandboxUsers, Codex sandbox internal group (managed))",
            "NetUserAdd(CodexSandboxOffline)",
            "NetLocalGroupAddMembers(Users, CodexSandboxOffline)",
            "NetLocalGroupAddMembers(CodexSandboxUsers, CodexSandboxOffline)",
            "NetUserAdd(CodexSandboxOnline)",
            "NetLocalGroupAddMembers(Users, CodexSandboxOnline)",
            "NetLocalGroupAddMembers(CodexSandboxUsers, CodexSandboxOnline)",
            "CryptProtectData()",
            "CryptProtectData()",
            "SetHidden(CodexSandboxOffline, true)",
            "SetHidden(CodexSandboxOnline, true)",
            "LocalPolicyModifyState()",
            "INetFwRules::Remove(codex_sandbox_offline_allow_loopback_proxy)",
            "INetFwRules::Add(codex_sandbox_offline_block_outbound, OUTBOUND, ANY, " + NET + ", ports all, " + USER
                    + ")",
            "INetFwRules::Add(codex_sandbox_offline_block_inbound, INBOUND, ANY, " + NET + ", ports all, " + USER + ")",
            "INetFwRules::Add(codex_sandbox_offline_block_loopback_udp, OUTBOUND, UDP, 127.0.0.0/8,::/127, ports all, "
                    + USER + ")",
            "INetFwRules::Add(codex_sandbox_offline_block_loopback_tcp, OUTBOUND, TCP, 127.0.0.0/8,::/127, "
                    + "ports 1-65535, " + USER + ")",
            "FwpmFilterAdd0(12 filters, " + USER + ")",
            "SetNamedSecurityInfo(/Users/me/.codex/.sandbox, new list, [SET " + GROUP + " 0x1301bf OI|CI, " + REST,
            "SetNamedSecurityInfo(/Users/me/.codex/.sandbox-secrets, new list, [DENY " + GROUP + " 0x1301bf OI|CI, "
                    + REST,
            "SetNamedSecurityInfo(/Users/me/.codex/.sandbox-bin, new list, protected, [SET " + GROUP
                    + " 0x1200a9 OI|CI, SET " + Machine.REAL_USER + " 0x1701bf OI|CI])",
            "ReleaseMutex()");

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeEach
    void makeMachine() throws IOException {
        machine = new Machine(folder);
    }

    @Test
    void firstSetUpDoesEveryStepInOrder() throws Exception {
        machine.setup().setup(machine.progress::add);
        assertEquals(WHOLE, machine.windows.take());
        assertEquals(
                "{\"version\":5,\"offline_username\":\"CodexSandboxOffline\",\"online_username\":\"CodexSandboxOnline\","
                        + "\"created_at\":\"2026-01-02T03:04:05Z\",\"proxy_ports\":[],\"allow_local_binding\":false,"
                        + "\"read_roots\":[],\"write_roots\":[]}",
                Files.readString(machine.home.marker()));
        assertTrue(machine.setup().status().ready());
        assertTrue(machine.progress.contains("The sandbox is set up."), machine.progress::toString);
    }

    @Test
    void passwordsAreKeptEncryptedAndComeBack() throws Exception {
        machine.setup().setup(line -> {});
        String file = Files.readString(machine.home.users());
        assertTrue(
                file.matches(
                        "\\{\"version\":5,\"offline\":\\{\"username\":\"CodexSandboxOffline\",\"password\":\"[^\"]+\"},"
                                + "\"online\":\\{\"username\":\"CodexSandboxOnline\",\"password\":\"[^\"]+\"}}"),
                file);
        for (Identity identity : Identity.values()) {
            String password = machine.accounts.password(identity.user());
            assertTrue(password.matches("[A-Za-z0-9!@#$%^&*()\\-_=+]{24}"), password);
            assertFalse(file.contains(password));
            SandboxUsers users = SandboxUsers.read(machine.home).orElseThrow();
            assertEquals(password, new String(users.password(identity, machine.accounts)));
        }
        assertNotEquals(
                machine.accounts.password("CodexSandboxOffline"), machine.accounts.password("CodexSandboxOnline"));
    }

    @Test
    void secondSetUpChangesPasswordsAndLeavesGoodRulesAlone() throws Exception {
        machine.setup().setup(line -> {});
        machine.windows.take();
        machine.setup().setup(line -> {});
        List<String> calls = machine.windows.take();
        assertTrue(calls.contains("NetUserSetInfo(CodexSandboxOffline)"), calls::toString);
        assertFalse(calls.stream().anyMatch(call -> call.startsWith("INetFwRules::Add")), calls::toString);
        assertTrue(machine.setup().status().ready());
    }

    @Test
    void brokenOffSetUpIsNotReadyAndIsDoneAgain() throws Exception {
        machine.windows.fail("NetUserAdd(CodexSandboxOnline)", 2245);
        SetupException failure = failure(() -> machine.setup().setup(line -> {}));
        assertEquals(SetupCode.HELPER_USER_CREATE_OR_UPDATE_FAILED, failure.code());
        assertEquals("ReleaseMutex()", machine.windows.take().getLast());
        assertEquals(0, Files.size(machine.home.marker()));
        assertFalse(machine.setup().status().ready());
        machine.windows.failNothing();
        machine.setup().setup(line -> {});
        assertTrue(machine.setup().status().ready());
    }

    @Test
    void everyFailureHasItsCodeAndSaysWhatToDo() throws Exception {
        Map<String, SetupCode> codes = Map.of(
                "NetLocalGroupAdd(", SetupCode.HELPER_USERS_GROUP_CREATE_FAILED,
                "NetUserAdd(", SetupCode.HELPER_USER_CREATE_OR_UPDATE_FAILED,
                "NetLocalGroupAddMembers(", SetupCode.HELPER_USER_CREATE_OR_UPDATE_FAILED,
                "CryptProtectData(", SetupCode.HELPER_DPAPI_PROTECT_FAILED,
                "LocalPolicyModifyState(", SetupCode.HELPER_FIREWALL_POLICY_ACCESS_FAILED,
                "INetFwRules::Add(", SetupCode.HELPER_FIREWALL_RULE_CREATE_OR_ADD_FAILED,
                "SetNamedSecurityInfo(", SetupCode.HELPER_SANDBOX_LOCK_FAILED,
                "CreateMutex(", SetupCode.HELPER_UNKNOWN_ERROR);
        for (Map.Entry<String, SetupCode> code : codes.entrySet()) {
            Path other = Files.createTempDirectory(folder, "machine");
            machine = new Machine(other);
            machine.windows.fail(code.getKey(), Win32Exception.ERROR_ACCESS_DENIED);
            SetupException failure = failure(() -> machine.setup().setup(line -> {}));
            assertEquals(code.getValue(), failure.code(), code.getKey());
            assertFalse(machine.setup().status().ready(), code.getKey());
        }
    }

    @Test
    void withoutRightsTheSentenceNamesAnAdministrator() {
        machine.windows.fail("NetLocalGroupAdd(", Win32Exception.ERROR_ACCESS_DENIED);
        SandboxException failure =
                assertThrows(SandboxException.class, () -> machine.setup().setup(line -> {}));
        assertEquals(
                "The Windows sandbox is not ready (helper_users_group_create_failed): the group CodexSandboxUsers cannot"
                        + " be made: NetLocalGroupAdd failed: 5; run `codex sandbox windows setup` as an administrator",
                failure.getMessage());
    }

    @Test
    void firewallThatDoesNotCountOrForgetsIsAFailure() {
        machine.firewall.setEffective(false);
        assertEquals(
                SetupCode.HELPER_FIREWALL_POLICY_INEFFECTIVE,
                failure(() -> machine.setup().setup(line -> {})).code());
        machine.firewall.setEffective(true);
        machine.firewall.setForgetful(true);
        assertEquals(
                SetupCode.HELPER_FIREWALL_RULE_VERIFY_FAILED,
                failure(() -> machine.setup().setup(line -> {})).code());
    }

    @Test
    void missingFiltersAndLogonEntriesAreOnlyTold() throws Exception {
        machine.windows.fail("FwpmFilterAdd0(", 0x80320009);
        machine.windows.fail("SetHidden(", Win32Exception.ERROR_ACCESS_DENIED);
        machine.setup().setup(machine.progress::add);
        assertTrue(machine.setup().status().ready());
        assertTrue(machine.progress.stream()
                .anyMatch(line -> line.startsWith("The filters below the firewall are missing")));
        assertTrue(machine.progress.stream().anyMatch(line -> line.contains("will show on the logon screen")));
    }

    @Test
    void onlyOneSetUpAtATime() {
        machine.mutexes.setTaken(true);
        SetupException failure = failure(() -> machine.setup().setup(line -> {}));
        assertTrue(failure.getMessage().startsWith("another set-up of the sandbox is running"), failure::getMessage);
        assertEquals(Set.of("Users", "PC\\me"), machine.accounts.names());
    }

    @Test
    void fileInThePlaceOfAFolderIsAFailureThatNamesIt() throws Exception {
        Files.writeString(machine.home.secrets(), "");
        SetupException failure = failure(() -> machine.setup().setup(line -> {}));
        assertEquals(SetupCode.HELPER_SANDBOX_DIR_CREATE_FAILED, failure.code());
        assertTrue(failure.getMessage().contains(".sandbox-secrets cannot be made"), failure::getMessage);
        assertTrue(machine.windows.take().stream().noneMatch(call -> call.startsWith("Net")));
    }

    @Test
    void stateThatCannotBeWrittenLeavesNoTornFile() throws Exception {
        machine.setup().setup(line -> {});
        Files.delete(machine.home.users());
        Files.createDirectories(machine.home.users().resolve("in the way"));
        SetupException failure = failure(() -> machine.setup().setup(line -> {}));
        assertEquals(SetupCode.HELPER_USERS_FILE_WRITE_FAILED, failure.code());
        assertEquals(List.of(), temporaryFiles());
    }

    @Test
    void proxiesAreLetThroughAndLocalBindingLiftsTheLoopbackRules() throws Exception {
        machine.setup(Map.of("HTTPS_PROXY", "http://127.0.0.1:8080")).setup(line -> {});
        assertTrue(machine.windows.take().stream().anyMatch(call -> call.contains("ports 1-8079,8081-65535")));
        machine.setup(Map.of("CODEX_NETWORK_ALLOW_LOCAL_BINDING", "1")).setup(line -> {});
        assertEquals(
                Set.of("codex_sandbox_offline_block_outbound", "codex_sandbox_offline_block_inbound"),
                machine.firewall.names());
    }

    @Test
    void userWhoIsNoAdministratorIsAsked() throws Exception {
        machine.helper.administrator = false;
        machine.setup().setup(machine.progress::add);
        List<String> calls = machine.windows.take();
        assertEquals("ShellExecuteEx(runas, interactive provision [])", calls.getFirst());
        assertEquals(WHOLE, calls.subList(1, calls.size()));
        assertEquals("Asking for the rights of an administrator.", machine.progress.getFirst());
    }

    @Test
    void refusalIsNamedAndTheOtherWayOut() {
        machine.helper.administrator = false;
        machine.helper.refusal = Win32Exception.ERROR_CANCELLED;
        SetupException failure = failure(() -> machine.setup().setup(line -> {}));
        assertEquals(SetupCode.ORCHESTRATOR_HELPER_LAUNCH_CANCELED, failure.code());
        assertTrue(failure.getMessage().contains("\"unelevated\""));
        machine.helper.refusal = 2;
        assertEquals(
                SetupCode.ORCHESTRATOR_HELPER_LAUNCH_FAILED,
                failure(() -> machine.setup().setup(line -> {})).code());
    }

    @Test
    void failureOfTheElevatedProgramComesBack() {
        machine.helper.administrator = false;
        machine.windows.fail("NetUserAdd(", 2245);
        SetupException failure = failure(() -> machine.setup().setup(line -> {}));
        assertEquals(SetupCode.HELPER_USER_CREATE_OR_UPDATE_FAILED, failure.code());
        assertTrue(failure.getMessage().contains("NetUserAdd failed: 2245"), failure::getMessage);
    }

    @Test
    void elevatedProgramThatSaysNothingIsReported() throws Exception {
        machine.helper.administrator = false;
        machine.helper.runs = false;
        assertEquals(
                SetupCode.ORCHESTRATOR_HELPER_INCOMPLETE,
                failure(() -> machine.setup().setup(line -> {})).code());
        machine.helper.exitCode = 3;
        assertEquals(
                SetupCode.ORCHESTRATOR_HELPER_EXIT_NONZERO,
                failure(() -> machine.setup().setup(line -> {})).code());
    }

    @Test
    void corruptFilesAreNotReadyAndAreMadeAnew() throws Exception {
        for (String content : List.of("", "{", "[]", "{\"version\":4}", "\0\0\0", "{\"version\":5}")) {
            machine.setup().setup(line -> {});
            Files.writeString(machine.home.marker(), content);
            assertFalse(machine.setup().status().ready(), content);
            machine.setup().setup(line -> {});
            Files.writeString(machine.home.users(), content);
            assertFalse(machine.setup().status().ready(), content);
            machine.setup().repair(line -> {});
            assertTrue(machine.setup().status().ready(), content);
        }
    }

    @Test
    void statusNamesWhatIsWrong() throws Exception {
        SetupStatus nothing = machine.setup().report();
        assertFalse(nothing.ready());
        assertEquals(
                List.of(
                        "set-up marker",
                        "passwords",
                        "group CodexSandboxUsers",
                        "user CodexSandboxOffline",
                        "user CodexSandboxOnline",
                        "rule codex_sandbox_offline_block_outbound",
                        "rule codex_sandbox_offline_block_inbound",
                        "rule codex_sandbox_offline_block_loopback_udp",
                        "rule codex_sandbox_offline_block_loopback_tcp",
                        "last failure"),
                nothing.parts().stream().map(SetupStatus.Part::name).toList());
        machine.setup().setup(line -> {});
        machine.accounts.put("CodexSandboxOnline", Accounts.State.PASSWORD_EXPIRED);
        machine.firewall.remove("codex_sandbox_offline_block_outbound");
        SetupStatus status = machine.setup().report();
        assertTrue(
                machine.setup()
                        .status()
                        .findings()
                        .contains(
                                "missing  user CodexSandboxOnline: Its password has expired; run `codex sandbox windows repair`."));
        assertFalse(status.ready());
        assertEquals(
                List.of("user CodexSandboxOnline", "rule codex_sandbox_offline_block_outbound"),
                status.parts().stream()
                        .filter(part -> !part.present())
                        .map(SetupStatus.Part::name)
                        .toList());
    }

    @Test
    void renamedAccountIsRefusedAndRepaired() throws Exception {
        machine.setup().setup(line -> {});
        machine.accounts.rename("CodexSandboxOffline", "Bob");
        assertFalse(machine.setup().status().ready());
        SetupException failure = failure(() -> machine.setup().setup(line -> {}));
        assertEquals(
                "the account CodexSandboxOffline of the sandbox was renamed to Bob; give it its name back, or run"
                        + " `codex sandbox windows repair`, which deletes it and makes a new one",
                failure.getMessage());
        machine.windows.take();
        machine.setup().repair(line -> {});
        List<String> calls = machine.windows.take();
        assertTrue(calls.contains("DeleteProfile(" + OFFLINE + ")"), calls::toString);
        assertTrue(calls.contains("NetUserDel(Bob)"), calls::toString);
        assertTrue(machine.setup().status().ready());
    }

    @Test
    void removalGoesTheWayBackAndLeavesNothing() throws Exception {
        machine.setup().setup(line -> {});
        machine.preparations().prepare(machine.command(machine.workspace), Policies.workspace(machine.workspace));
        String workspaceSid = new CapabilitySids(machine.home)
                .of(List.of(machine.workspace), machine.workspace)
                .get(machine.workspace);
        machine.windows.take();
        machine.setup().uninstall(machine.progress::add);
        assertEquals(
                List.of(
                        "SetNamedSecurityInfo(/project, [REVOKE " + workspaceSid + ", REVOKE " + GROUP + "])",
                        "SetNamedSecurityInfo(/Users/me/.codex/.sandbox-bin, [REVOKE " + GROUP + "])",
                        "CreateMutex(Global/CodexSandboxSetup, D:P(A;;GA;;;SY)(A;;GA;;;BA))",
                        "FwpmFilterDeleteByKey0(12 filters)",
                        "INetFwRules::Remove(codex_sandbox_offline_block_loopback_tcp)",
                        "INetFwRules::Remove(codex_sandbox_offline_block_loopback_udp)",
                        "INetFwRules::Remove(codex_sandbox_offline_block_inbound)",
                        "INetFwRules::Remove(codex_sandbox_offline_block_outbound)",
                        "INetFwRules::Remove(codex_sandbox_offline_allow_loopback_proxy)",
                        "SetHidden(CodexSandboxOnline, false)",
                        "SetHidden(CodexSandboxOffline, false)",
                        "DeleteProfile(" + ONLINE + ")",
                        "NetUserDel(CodexSandboxOnline)",
                        "DeleteProfile(" + OFFLINE + ")",
                        "NetUserDel(CodexSandboxOffline)",
                        "NetLocalGroupDel(CodexSandboxUsers)",
                        "ReleaseMutex()"),
                machine.windows.take());
        assertEquals(Set.of("Users", "PC\\me"), machine.accounts.names());
        assertEquals(Set.of(), machine.accounts.hidden());
        assertEquals(Set.of(), machine.firewall.names());
        assertEquals(List.of(), machine.firewall.filters());
        assertEquals(0, machine.accessLists.size());
        try (var left = Files.list(machine.home.home())) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void removalGoesOnAfterFailuresAndNamesThemAll() throws Exception {
        machine.setup().setup(line -> {});
        machine.preparations().prepare(machine.command(machine.workspace), Policies.workspace(machine.workspace));
        machine.windows.fail("SetNamedSecurityInfo(/project", 5);
        machine.windows.fail("INetFwRules::Remove(codex_sandbox_offline_block_inbound)", 5);
        machine.windows.fail("NetUserDel(CodexSandboxOffline)", 5);
        SandboxException failure =
                assertThrows(SandboxException.class, () -> machine.setup().uninstall(line -> {}));
        for (String part : List.of("/project cannot be taken back", "block_inbound", "the user CodexSandboxOffline")) {
            assertTrue(failure.getMessage().replace('\\', '/').contains(part), failure::getMessage);
        }
        assertFalse(machine.accounts.names().contains("CodexSandboxOnline"));
        assertFalse(machine.accounts.names().contains("CodexSandboxUsers"));

        machine.windows.failNothing();
        machine.setup().uninstall(line -> {});
        assertEquals(Set.of("Users", "PC\\me"), machine.accounts.names());
        assertEquals(0, machine.accessLists.size());
    }

    @Test
    void removalByAUserWhoIsNoAdministratorAsks() throws Exception {
        machine.setup().setup(line -> {});
        machine.helper.administrator = false;
        machine.setup().uninstall(line -> {});
        assertEquals(Set.of("Users", "PC\\me"), machine.accounts.names());
        assertFalse(Files.exists(machine.home.secrets()));
    }

    @Test
    void removalNeverTouchesAccountsThatWindowsCameWith() throws Exception {
        machine.setup().setup(line -> {});
        machine.accounts.add("Administrator", "S-1-5-21-1-2-3-500");
        Ledger.change(machine.home, ledger -> ledger.putAccount("CodexSandboxOffline", "S-1-5-21-1-2-3-500"));
        machine.setup().uninstall(line -> {});
        assertTrue(machine.accounts.names().contains("Administrator"));
    }

    @Test
    void removalDeletesLinksAndNotWhatTheyLeadTo() throws Exception {
        Path precious = Files.writeString(machine.workspace.resolve("precious"), "x");
        machine.setup().setup(line -> {});
        Files.createDirectories(machine.home.state().resolve("cwd"));
        Files.createSymbolicLink(machine.home.state().resolve("cwd").resolve("link"), machine.workspace);
        machine.setup().uninstall(line -> {});
        assertTrue(Files.exists(precious));
        assertFalse(Files.exists(machine.home.state()));
    }

    @Test
    void programRefusesWhatIsNoRequest() {
        for (String argument : List.of("", "*", "e30=", "W10=")) {
            assertEquals(1, new SetupProgram(machine.tools()).run(new String[] {argument}));
        }
        assertEquals(1, new SetupProgram(machine.tools()).run(new String[0]));
        assertEquals(List.of(), machine.windows.take());
    }

    private List<Path> temporaryFiles() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".tmp")).toList();
        }
    }

    private static SetupException failure(Executable work) {
        SandboxException failure = assertThrows(SandboxException.class, work);
        assertEquals(SandboxException.Reason.SETUP_FAILED, failure.reason());
        return assertInstanceOf(SetupException.class, failure.getCause());
    }
}
