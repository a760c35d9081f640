package io.codex4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckTest {
    private ConfigFolders folders;

    @BeforeEach
    void createFolders(@TempDir Path temporary) throws IOException {
        folders = new ConfigFolders(temporary);
    }

    private String strictFailure(String... overrides) {
        ConfigRequest request =
                folders.request().overrides(List.of(overrides)).strict(true).build();
        return assertThrows(ConfigException.class, () -> ConfigLoader.load(request))
                .report();
    }

    @Test
    void wrongTypeShowsThePlaceOfTheValue() throws Exception {
        folders.user("# mine", "  model = 1");
        assertEquals(
                folders.userFile() + ":2:11: `model` must be a string, but it is the whole number 1\n"
                        + "  |\n2 |   model = 1\n  |           ^",
                folders.failure());
    }

    @Test
    void wrongTypeInAnOverrideShowsTheOverride() {
        assertEquals(
                "-c/--config override: `features.apps` must be true or false, or a table, but it is the whole number 1\n"
                        + "|\n| features.apps=1\n|               ^",
                folders.failure("features.apps=1"));
    }

    @Test
    void wrongFlagShowsTheFlag() {
        ConfigRequest request =
                folders.request().flagOverride("sandbox_mode", "bogus").build();
        ConfigException failure = assertThrows(ConfigException.class, () -> ConfigLoader.load(request));
        assertEquals(
                "Error loading config.toml:\ncommand line flag: `sandbox_mode` must be one of `read-only`,"
                        + " `workspace-write`, `danger-full-access`, but it is the string \"bogus\"\n"
                        + "|\n| sandbox_mode = \"bogus\"\n|                ^",
                failure.report());
    }

    @Test
    void wrongTokenListsTheRightOnesAndGuesses() throws Exception {
        folders.user("sandbox_mode = \"readonly\"");
        assertTrue(
                folders.failure()
                        .contains(
                                ":1:16: `sandbox_mode` must be one of `read-only`, `workspace-write`,"
                                        + " `danger-full-access`, but it is the string \"readonly\" (did you mean `read-only`?)\n"),
                folders::failure);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "notify = 'x'                                   | 1:10 | a list of strings, but it is the string \"x\"",
                "notify = ['a', 1]                              | 1:16 | a string, but this is the whole number 1",
                "project_doc_max_bytes = -1                     | 1:25 | a whole number, not negative, but it is the whole number -1",
                "mcp_oauth_callback_port = 70000                | 1:27 | a whole number from 0 to 65535",
                "model = 2020-01-01                             | 1:9  | a string, but it is the date or time 2020-01-01",
                "model_context_window = 1.5                     | 1:24 | but it is the number 1.5",
                "[model]                                        | 1:1  | `model` must be a string, but it is a table",
                "features = 1                                   | 1:12 | `features` must be a table",
                "projects.'/x y'.trust_level = 'maybe'          | 1:31 | `projects.\"/x y\".trust_level` must be one of",
                "shell_environment_policy.set = { A = 1 }       | 1:38 | `shell_environment_policy.set.A` must be a string",
                "profiles.p.model = 1                           | 1:20 | `profiles.p.model` must be a string",
                "model_providers.x.http_headers = { a = true }  | 1:40 | `model_providers.x.http_headers.a` must be a string, but it is true",
                "tui = 1                                        | 1:7  | `tui` must be a table",
                "plugins.x = true                               | 1:13 | `plugins.x` must be a table",
                "approval_policy = { granular = { rules = 1 } } | 1:42 | `approval_policy.granular.rules` must be true or false"
            })
    void wrongValuesAreNamedWithTheirPlace(String line, String place, String expected) throws Exception {
        folders.user(line);
        String message = folders.failure();
        assertTrue(message.startsWith(folders.userFile() + ":" + place + ": "), message);
        assertTrue(message.contains(expected), message);
        assertTrue(message.endsWith("^"), message);
    }

    @Test
    void unknownKeysAreOneWarningWithTheirPlaces() throws Exception {
        folders.user("modell = 'x'", "[features]", "nosuch = true", "[history]", "size = 3");
        assertEquals(
                List.of("Ignored 4 unknown settings: `sandbox` in -c/--config override; `modell` in "
                        + folders.userFile() + ":1:1 (did you mean `model`?); `features.nosuch` in "
                        + folders.userFile() + ":3:1; `history.size` in " + folders.userFile() + ":5:1"),
                folders.load("sandbox.x=1").warnings());
    }

    @Test
    void manyUnknownKeysAreNotAllListed() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            lines.append("unheard_of_").append(i).append(" = 1\n");
        }
        folders.user(lines.toString());
        String warning = folders.load().warnings().get(0);
        assertTrue(warning.startsWith("Ignored 1000 unknown settings: "), warning);
        assertTrue(warning.endsWith("; and 990 more"), warning);
    }

    @Test
    void strictMakesUnknownKeysErrors() throws Exception {
        folders.user("model = 'x'", "nonsense_key = 1");
        assertEquals(
                "Error loading config.toml:\n" + folders.userFile()
                        + ":2:1: unknown configuration field `nonsense_key`\n"
                        + "  |\n2 | nonsense_key = 1\n  | ^",
                strictFailure());
    }

    @Test
    void strictHoldsForOverrides() {
        assertEquals(
                "Error loading config.toml:\n-c/--config override: unknown configuration field `k`\n|\n| k=1\n| ^",
                strictFailure("k=1"));
    }

    @Test
    void keysOfBothReleasesOfTheReferenceGiveNoNoise() throws Exception {
        folders.user(
                "model = 'gpt-5.4'",
                "personality = 'pragmatic'",
                "model_supports_reasoning_summaries = true",
                "experimental_use_freeform_apply_patch = true",
                "file_opener = 'vscode'",
                "check_for_update_on_startup = false",
                "forced_chatgpt_workspace_id = ['a']",
                "[tools]",
                "web_search = { context_size = 'low' }",
                "view_image = true",
                "[features]",
                "goals = true",
                "hooks = true",
                "multi_agent_v2 = { enabled = true, max_concurrent_threads_per_session = 3 }",
                "[tui]",
                "notifications = ['agent-turn-complete']",
                "keymap.global.copy = 'ctrl-y'",
                "[mcp_servers.docs]",
                "command = 'docs'",
                "env = { A = 'b' }",
                "[[hooks.PreToolUse]]",
                "matcher = 'Bash'",
                "[[skills.config]]",
                "path = '/x'",
                "enabled = false",
                "[agents]",
                "max_threads = 3",
                "[agents.reviewer]",
                "description = 'x'",
                "[notice]",
                "\"hide_gpt-5.1-codex-max_migration_prompt\" = true",
                "[profiles.fast]",
                "model_reasoning_effort = 'low'",
                "include_apply_patch_tool = true",
                "tools_view_image = false",
                "[otel]",
                "environment = 'dev'",
                "exporter = { otlp-http = { endpoint = 'http://x', protocol = 'json' } }");
        assertEquals(List.of(), folders.load().warnings());
    }
}
