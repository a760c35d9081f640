package io.codex4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.codex4j.api.tool.CommandRequest.Escalation;
import io.codex4j.config.Config.ApprovalPolicy;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.WritableRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PermissionPolicyTest {
    @TempDir
    private Path folder;

    private Path workspace;
    private Path outside;

    @BeforeEach
    void makeFolders() throws IOException {
        workspace = Files.createDirectory(folder.toRealPath().resolve("work"));
        outside = Files.createDirectory(folder.toRealPath().resolve("outside"));
    }

    @Test
    void a_command_runs_under_the_sandbox_of_the_session() {
        PermissionPolicy policy = workspaceWrite();
        assertEquals(
                new Decision.RunUnder(policy.sandbox()),
                policy.decide(new Action.RunCommand(List.of("ls"), workspace, Escalation.NONE)));
    }

    @Test
    void an_escalation_is_refused_when_nobody_is_asked() {
        Escalation more = new Escalation(true, "May I?", List.of());
        assertInstanceOf(
                Decision.Refuse.class, workspaceWrite().decide(new Action.RunCommand(List.of("ls"), workspace, more)));
        PermissionPolicy free = new PermissionPolicy(ApprovalPolicy.NEVER, SandboxPolicy.unrestricted());
        assertInstanceOf(Decision.RunUnder.class, free.decide(new Action.RunCommand(List.of("ls"), workspace, more)));
    }

    @Test
    void a_file_in_the_workspace_may_be_written_also_below_folders_that_do_not_exist() {
        assertEquals(new Decision.WriteTo(workspace.resolve("a/b/c.txt")), write(workspace.resolve("a/b/c.txt")));
    }

    @Test
    void a_file_elsewhere_may_not() {
        assertRefused(outside.resolve("x"));
        assertRefused(workspace.resolve("../outside/x"));
        assertRefused(workspace);
        assertRefused(workspace.resolve("..").resolve("workspace-of-another-name/x"));
    }

    @Test
    void a_link_out_of_the_workspace_is_followed_and_refused() throws IOException {
        Files.createSymbolicLink(workspace.resolve("folder"), outside);
        Files.writeString(outside.resolve("victim"), "");
        Files.createSymbolicLink(workspace.resolve("file"), outside.resolve("victim"));
        Files.createSymbolicLink(workspace.resolve("dangling"), outside.resolve("not-there"));
        Files.createSymbolicLink(workspace.resolve("loop"), workspace.resolve("loop"));
        assertRefused(workspace.resolve("folder/x"));
        assertRefused(workspace.resolve("file"));
        assertRefused(workspace.resolve("dangling"));
        assertRefused(workspace.resolve("loop"));
    }

    @Test
    void a_link_inside_the_workspace_leads_to_its_target() throws IOException {
        Files.createDirectory(workspace.resolve("real"));
        Files.createSymbolicLink(workspace.resolve("alias"), workspace.resolve("real"));
        assertEquals(new Decision.WriteTo(workspace.resolve("real/x")), write(workspace.resolve("alias/x")));
    }

    @Test
    void protected_names_are_refused_also_through_a_link_and_when_they_do_not_exist() throws IOException {
        assertRefused(workspace.resolve(".git/config"));
        assertRefused(workspace.resolve(".codex/config.toml"));
        assertRefused(workspace.resolve(".agents"));
        Files.createDirectory(workspace.resolve(".git"));
        Files.createSymbolicLink(workspace.resolve("innocent"), workspace.resolve(".git"));
        assertRefused(workspace.resolve("innocent/hooks/pre-commit"));
        assertInstanceOf(Decision.WriteTo.class, write(workspace.resolve("sub/.git/config")));
        assertInstanceOf(Decision.WriteTo.class, write(workspace.resolve(".gitignore")));
    }

    @Test
    void the_protection_of_one_root_holds_in_another_that_contains_it() {
        PermissionPolicy policy = new PermissionPolicy(
                ApprovalPolicy.NEVER,
                SandboxPolicy.workspaceWrite(
                        List.of(WritableRoot.workspace(workspace), WritableRoot.scratch(workspace.getParent()))));
        assertInstanceOf(Decision.Refuse.class, policy.decide(new Action.WriteFile(workspace.resolve(".git/config"))));
        assertInstanceOf(Decision.WriteTo.class, policy.decide(new Action.WriteFile(outside.resolve("x"))));
    }

    @Test
    void read_only_writes_nothing_and_full_access_everything() {
        PermissionPolicy readOnly = new PermissionPolicy(ApprovalPolicy.NEVER, SandboxPolicy.readOnly());
        assertInstanceOf(Decision.Refuse.class, readOnly.decide(new Action.WriteFile(workspace.resolve("x"))));
        PermissionPolicy full = new PermissionPolicy(ApprovalPolicy.NEVER, SandboxPolicy.unrestricted());
        assertInstanceOf(Decision.WriteTo.class, full.decide(new Action.WriteFile(outside.resolve("x"))));
    }

    private PermissionPolicy workspaceWrite() {
        return new PermissionPolicy(
                ApprovalPolicy.NEVER, SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(workspace))));
    }

    private Decision write(Path file) {
        return workspaceWrite().decide(new Action.WriteFile(file));
    }

    private void assertRefused(Path file) {
        assertInstanceOf(Decision.Refuse.class, write(file), file.toString());
    }
}
