package io.codex4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedConfigTest {
    private ConfigFolders folders;

    @BeforeEach
    void createFolders(@TempDir Path temporary) throws IOException {
        folders = new ConfigFolders(temporary);
    }

    @Test
    void approvalPolicyIsBindingEvenForFlags() throws Exception {
        folders.managed("approval_policy = 'on-request'");
        LoadedConfig loaded = ConfigLoader.load(
                folders.request().flagOverride("approval_policy", "never").build());
        assertEquals(
                Optional.of(Config.ApprovalPolicy.ON_REQUEST),
                loaded.config().permissions().approvalPolicy());
        assertEquals(
                List.of("`approval_policy` is fixed by " + folders.system.resolve("managed_config.toml")
                        + ":1:19: \"on-request\" is used instead of \"never\"."),
                loaded.warnings());
        assertEquals(
                Layer.REQUIREMENT,
                loaded.explain("approval_policy")
                        .settings()
                        .get(0)
                        .candidates()
                        .get(0)
                        .layer());
    }

    @Test
    void sandboxModeMayBeStricterButNotLooser() throws Exception {
        folders.managed("sandbox_mode = 'workspace-write'");
        assertEquals(
                Optional.of(Config.SandboxMode.READ_ONLY),
                folders.config("sandbox_mode=read-only").permissions().sandboxMode());
        assertEquals(
                Optional.of(Config.SandboxMode.WORKSPACE_WRITE),
                folders.config("sandbox_mode=danger-full-access").permissions().sandboxMode());
        assertEquals(
                Optional.of(Config.SandboxMode.WORKSPACE_WRITE),
                folders.config().permissions().sandboxMode());
    }

    @Test
    void otherKeysGiveWayToTheCommandLine() throws Exception {
        folders.managed("model = 'managed'");
        assertEquals(Optional.of("mine"), folders.config("model=mine").model().slug());
        assertEquals(List.of(), folders.load("model=mine").warnings());
    }

    @Test
    void brokenFileStopsTheStart() throws Exception {
        folders.managed("approval_policy = 'sometimes'");
        assertEquals(
                folders.system.resolve("managed_config.toml") + ":1:19: `approval_policy` must be one of `untrusted`,"
                        + " `on-failure`, `on-request`, `never`, or a table, but it is the string \"sometimes\"\n"
                        + "  |\n1 | approval_policy = 'sometimes'\n  |                   ^",
                folders.failure());
    }
}
