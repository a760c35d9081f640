package io.codex4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationTest {
    private ConfigFolders folders;

    @BeforeEach
    void createFolders(@TempDir Path temporary) throws IOException {
        folders = new ConfigFolders(temporary);
    }

    private String unknown(String key) throws ConfigException {
        LoadedConfig loaded = folders.load();
        return assertThrows(ConfigException.class, () -> loaded.explain(key)).report();
    }

    private static List<String> keys(Explanation explanation) {
        List<String> keys = new ArrayList<>();
        for (Explanation.Setting setting : explanation.settings()) {
            keys.add(setting.key());
        }
        return keys;
    }

    @Test
    void valueIsShownWithItsLayerAndThoseItOverrides() throws Exception {
        folders.system("# for all", "model = 'system'");
        folders.user("model = 'user'", "[profiles.p]", "model = 'profile'");
        LoadedConfig loaded = folders.load("profile=p", "model=x");
        assertEquals(
                "model = \"x\"\n"
                        + "  from       -c/--config override\n"
                        + "  instead of \"profile\" from profile `p`, " + folders.userFile() + ":3:9\n"
                        + "  instead of \"user\" from user config, " + folders.userFile() + ":1:9\n"
                        + "  instead of \"system\" from system config, "
                        + folders.system.resolve("config.toml") + ":2:9\n",
                loaded.explain("model").render());
    }

    @Test
    void defaultIsTheLastCandidate() throws Exception {
        assertEquals(
                "model_provider = \"mock\"\n  from       -c/--config override\n"
                        + "  instead of \"openai\" from built-in default\n",
                folders.load("model_provider=mock").explain("model_provider").render());
        assertEquals(
                "project_root_markers = [\".git\"]\n  from       built-in default\n",
                folders.load().explain("project_root_markers").render());
        assertEquals(
                "model is not set, and has no built-in default\n",
                folders.load().explain("model").render());
    }

    @Test
    void tableIsExplainedKeyByKey() throws Exception {
        folders.user("[sandbox_workspace_write]", "network_access = true", "[mcp_servers.a]", "command = 'x'");
        LoadedConfig loaded = folders.load("mcp_servers.a.args=['-v']");
        assertEquals(
                List.of(
                        "sandbox_workspace_write.network_access",
                        "sandbox_workspace_write.writable_roots",
                        "sandbox_workspace_write.exclude_tmpdir_env_var",
                        "sandbox_workspace_write.exclude_slash_tmp"),
                keys(loaded.explain("sandbox_workspace_write")));
        assertEquals(List.of("mcp_servers.a.command", "mcp_servers.a.args"), keys(loaded.explain("mcp_servers")));
        assertEquals("plugins: nothing is set\n", loaded.explain("plugins").render());
        assertTrue(keys(loaded.explain("")).containsAll(List.of("mcp_servers.a.args", "features.apps")));
    }

    @Test
    void nameThatTheUserDidNotSetHasNoDefaults() throws Exception {
        assertEquals(
                "model_providers.nosuch is not set, and has no built-in default\n",
                folders.load().explain("model_providers.nosuch").render());
    }

    @Test
    void quotedKeysAreFound() throws Exception {
        folders.user(folders.trustRepository());
        String key = "projects.\"" + folders.repository + "\".trust_level";
        assertEquals(List.of(key), keys(folders.load().explain(key)));
    }

    @Test
    void oldNamesAreExplainedByTodays() throws Exception {
        folders.user("[features]", "collab = false");
        assertEquals(
                "features.multi_agent = false\n  from       user config, " + folders.userFile()
                        + ":2:10\n  instead of true from built-in default\n",
                folders.load().explain("features.multi_agent").render());
    }

    @Test
    void secretsAreMasked() throws Exception {
        folders.user(
                "[model_providers.x]",
                "experimental_bearer_token = 'sk-1'",
                "http_headers = { Authorization = 'Bearer sk-2' }",
                "[mcp_servers.a]",
                "env = { PASSPHRASE = 'sk-3' }",
                "bearer_token_env_var = 'VISIBLE'",
                "[plugins.p]",
                "api_key = 'sk-4'",
                "[shell_environment_policy.set]",
                "MY_TOKEN = 'sk-5'");
        String text = folders.load().explain("").render();
        assertFalse(text.contains("sk-"), text);
        assertTrue(text.contains("model_providers.x.experimental_bearer_token = \"***\"\n"), text);
        assertTrue(text.contains("\"VISIBLE\""), text);
    }

    @Test
    void unknownAndMalformedKeysAreErrors() throws Exception {
        assertEquals("Error: Unknown config key `modle` (did you mean `model`?)", unknown("modle"));
        assertEquals("Error: Unknown config key `model.x`", unknown("model.x"));
        assertEquals("Error: Unknown config key `features.nosuch`", unknown("features.nosuch"));
        assertEquals("Error: `a..b` is not a config key: a part of the key is empty", unknown("a..b"));
        assertEquals("Error: `model=x` is not a config key: give the key alone, without a value", unknown("model=x"));
    }

    @Test
    void valuesAreWrittenAsToml() {
        assertEquals("\"a\\\"\\\\\\n\\u001b\"", TomlText.of("a\"\\\n\u001b"));
        assertEquals(
                "[1, 2.5, true, inf, nan]", TomlText.of(List.of(1L, 2.5, true, Double.POSITIVE_INFINITY, Double.NaN)));
        assertEquals("{ \"a b\" = {} }", TomlText.of(java.util.Map.of("a b", java.util.Map.of())));
    }
}
