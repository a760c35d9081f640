package io.codex4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLayersTest {
    private ConfigFolders folders;

    @BeforeEach
    void createFolders(@TempDir Path temporary) throws IOException {
        folders = new ConfigFolders(temporary);
    }

    private String model(String... overrides) throws ConfigException {
        return folders.config(overrides).model().slug().orElse("none");
    }

    @Test
    void eachLayerWinsOverTheOneBelow() throws Exception {
        assertEquals("none", model());
        folders.system("model = 'system'");
        assertEquals("system", model());
        folders.user("model = 'user'", folders.trustRepository(), "[profiles.p]", "model = 'profile'");
        assertEquals("user", model());
        assertEquals("profile", model("profile=p"));
        folders.project("", "model = 'project'");
        assertEquals("project", model("profile=p"));
        folders.managed("model = 'managed'");
        assertEquals("managed", model("profile=p"));
        assertEquals("override", model("profile=p", "model=override"));
        Config flagged = ConfigLoader.load(folders.request()
                        .overrides(List.of("model=override"))
                        .flagOverride("model", "flag")
                        .build())
                .config();
        assertEquals(Optional.of("flag"), flagged.model().slug());
    }

    @Test
    void tablesMergeAndListsReplace() throws Exception {
        folders.system("[sandbox_workspace_write]", "network_access = true", "writable_roots = ['/a', '/b']");
        folders.user("[sandbox_workspace_write]", "writable_roots = ['/c']", "exclude_slash_tmp = true");
        Config.WorkspaceWrite merged = folders.config().permissions().workspaceWrite();
        assertEquals(new Config.WorkspaceWrite(List.of(Path.of("/c")), true, false, true), merged);
    }

    @Test
    void laterOverrideWins() throws Exception {
        assertEquals("b", model("model=a", "model=b"));
    }

    @Test
    void defaultsAreThoseOfTheReference() throws Exception {
        LoadedConfig loaded = folders.load();
        Config config = loaded.config();
        assertEquals(List.of(), loaded.warnings());
        assertEquals(folders.home, config.home());
        assertEquals(folders.repository, config.directory());
        assertEquals(Optional.empty(), config.model().slug());
        assertEquals("openai", config.model().provider());
        assertEquals(Config.WebSearchMode.CACHED, config.model().webSearch());
        assertEquals(Map.of(), config.modelProviders());
        assertEquals(Optional.empty(), config.permissions().approvalPolicy());
        assertEquals(Optional.empty(), config.permissions().sandboxMode());
        assertEquals(Optional.empty(), config.permissions().projectTrust());
        assertTrue(config.permissions().allowLoginShell());
        assertEquals(32_768, config.instructions().projectDocMaxBytes());
        assertEquals(List.of(".git"), config.instructions().projectRootMarkers());
        assertEquals(
                new ShellEnvironmentPolicy(ShellEnvironmentPolicy.Inherit.ALL, true, List.of(), Map.of(), List.of()),
                config.shellEnvironment());
        assertEquals(new Config.Display(false, false), config.display());
        assertEquals(List.of(), config.notifyCommand());
        assertEquals(Map.of(), config.plugins());
    }

    @Test
    void everySettingReachesItsRecord() throws Exception {
        Path instructions = Files.writeString(folders.home.resolve("base.md"), "be kind");
        folders.user(
                "model = 'm'",
                "model_reasoning_effort = 'high'",
                "model_reasoning_summary = 'none'",
                "model_verbosity = 'low'",
                "service_tier = 'flex'",
                "model_context_window = 1000",
                "tool_output_token_limit = 2000",
                "web_search = 'live'",
                "approval_policy = 'on-request'",
                "sandbox_mode = 'workspace-write'",
                "allow_login_shell = false",
                "developer_instructions = 'd'",
                "model_instructions_file = 'base.md'",
                "project_doc_max_bytes = 99999999999",
                "project_doc_fallback_filenames = ['README.md']",
                "hide_agent_reasoning = true",
                "show_raw_agent_reasoning = true",
                "notify = ['notify-send', 'x']",
                "[shell_environment_policy]",
                "inherit = 'core'",
                "ignore_default_excludes = false",
                "exclude = ['A*']",
                "set = { B = 'c' }",
                "include_only = ['D']",
                "filters = { 'E*' = 'exclude', F = 'include' }",
                "[plugins.'a@b']",
                "enabled = false",
                "size = 1");
        Config config = folders.config();
        Config.Model model = config.model();
        assertEquals(Optional.of("high"), model.reasoningEffort());
        assertEquals(Optional.of("none"), model.reasoningSummary());
        assertEquals(Optional.of("low"), model.verbosity());
        assertEquals(Optional.of("flex"), model.serviceTier());
        assertEquals(1000, model.contextWindow().getAsLong());
        assertEquals(2000, model.toolOutputTokenLimit().getAsLong());
        assertEquals(Config.WebSearchMode.LIVE, model.webSearch());
        assertEquals(
                Optional.of(Config.ApprovalPolicy.ON_REQUEST),
                config.permissions().approvalPolicy());
        assertEquals(
                Optional.of(Config.SandboxMode.WORKSPACE_WRITE),
                config.permissions().sandboxMode());
        assertEquals(false, config.permissions().allowLoginShell());
        assertEquals(
                new Config.Instructions(
                        Optional.of("d"),
                        Optional.of(instructions),
                        Integer.MAX_VALUE,
                        List.of("README.md"),
                        List.of(".git")),
                config.instructions());
        assertEquals(new Config.Display(true, true), config.display());
        assertEquals(List.of("notify-send", "x"), config.notifyCommand());
        assertEquals(
                new ShellEnvironmentPolicy(
                        ShellEnvironmentPolicy.Inherit.CORE,
                        false,
                        List.of("A*", "E*"),
                        Map.of("B", "c"),
                        List.of("D")),
                config.shellEnvironment());
        assertEquals(Map.of("a@b", Map.of("enabled", false, "size", 1L)), config.plugins());
    }

    @Test
    void relativePathsStartFromTheFileTheyStandIn() throws Exception {
        folders.user("[sandbox_workspace_write]", "writable_roots = ['x', '../y', '~/z', '~']");
        Path userHome = folders.home.getParent();
        assertEquals(
                List.of(folders.home.resolve("x"), userHome.resolve("y"), userHome.resolve("z"), userHome),
                folders.config().permissions().workspaceWrite().writableRoots());
        assertEquals(
                List.of(folders.repository.resolve("w")),
                folders.config("sandbox_workspace_write.writable_roots=['w']")
                        .permissions()
                        .workspaceWrite()
                        .writableRoots());
    }

    @Test
    void searchIsLiveWithoutSandboxOrWithTheOldFeature() throws Exception {
        assertEquals(
                Config.WebSearchMode.LIVE,
                folders.config("sandbox_mode=danger-full-access").model().webSearch());
        assertEquals(
                Config.WebSearchMode.LIVE,
                folders.config("features.web_search_request=true").model().webSearch());
        assertEquals(
                Config.WebSearchMode.DISABLED,
                folders.config("features.web_search_request=true", "web_search=disabled")
                        .model()
                        .webSearch());
    }

    @Test
    void flagsOfAllKindsAreTaken() throws Exception {
        Config config = ConfigLoader.load(folders.request()
                        .flagOverrides(Map.of(
                                "sandbox_mode",
                                "read-only",
                                "sandbox_workspace_write.writable_roots",
                                List.of(Path.of("/a")),
                                "model_context_window",
                                7,
                                "hide_agent_reasoning",
                                true,
                                "shell_environment_policy.set",
                                Map.of("A", "b")))
                        .build())
                .config();
        assertEquals(
                Optional.of(Config.SandboxMode.READ_ONLY), config.permissions().sandboxMode());
        assertEquals(
                List.of(Path.of("/a")), config.permissions().workspaceWrite().writableRoots());
        assertEquals(7, config.model().contextWindow().getAsLong());
        assertTrue(config.display().hideAgentReasoning());
        assertEquals(Map.of("A", "b"), config.shellEnvironment().set());
    }

    @Test
    void profileIsChosenByFlagThenByKey() throws Exception {
        folders.user("profile = 'a'", "[profiles.a]", "model = 'ma'", "[profiles.b]", "model = 'mb'");
        assertEquals("ma", model());
        assertEquals("mb", model("profile=b"));
        Config flagged = ConfigLoader.load(folders.request()
                        .profile("b")
                        .overrides(List.of("profile=a"))
                        .build())
                .config();
        assertEquals(Optional.of("mb"), flagged.model().slug());
    }

    @Test
    void profileMergesItsFeaturesAndItsOldNames() throws Exception {
        folders.user(
                "features.undo = true",
                "[profiles.p]",
                "experimental_use_unified_exec_tool = false",
                "features.collab = false");
        Features features = folders.config("profile=p").features();
        assertTrue(features.isEnabled("undo"));
        assertEquals(false, features.isEnabled("unified_exec"));
        assertEquals(false, features.isEnabled("multi_agent"));
    }

    @Test
    void missingProfileIsNamedBesideThoseThatExist() throws Exception {
        folders.user("[profiles.p1]", "model = 'x'");
        ConfigException missing = assertThrows(
                ConfigException.class,
                () -> ConfigLoader.load(folders.request().profile("zz").build()));
        assertEquals("Error: config profile `zz` not found; defined are: p1", missing.report());
    }

    @Test
    void profileCannotTrustAProject() throws Exception {
        folders.user("[profiles.p]", folders.trustRepository());
        folders.project("", "model = 'project'");
        LoadedConfig loaded = folders.load("profile=p");
        assertEquals(Optional.empty(), loaded.config().model().slug());
        assertTrue(loaded.warnings().get(1).startsWith("Ignored an unknown setting: `profiles.p.projects` in "));
    }

    @Test
    void granularApprovalIsTakenAsOnRequestWithAWarning() throws Exception {
        folders.user("approval_policy = { granular = { sandbox_approval = true, rules = false } }");
        LoadedConfig loaded = folders.load();
        assertEquals(
                Optional.of(Config.ApprovalPolicy.ON_REQUEST),
                loaded.config().permissions().approvalPolicy());
        assertEquals(1, loaded.warnings().size());
    }
}
