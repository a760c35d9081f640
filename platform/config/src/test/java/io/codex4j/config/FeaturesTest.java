package io.codex4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesTest {
    private ConfigFolders folders;

    @BeforeEach
    void createFolders(@TempDir Path temporary) throws IOException {
        folders = new ConfigFolders(temporary);
    }

    private Features features(String... overrides) throws ConfigException {
        return folders.config(overrides).features();
    }

    @Test
    void catalogueIsSortedAndHasTheStagesOfTheReference() throws Exception {
        List<String> keys = new ArrayList<>();
        for (Features.State state : features().list()) {
            keys.add(state.key());
        }
        List<String> sorted = new ArrayList<>(keys);
        Collections.sort(sorted);
        assertEquals(sorted, keys);
        assertEquals(53, keys.size());
        assertEquals(
                new Features.State("codex_hooks", Features.Stage.UNDER_DEVELOPMENT, false),
                features().states().get("codex_hooks"));
        assertEquals(
                new Features.State("unified_exec", Features.Stage.STABLE, true),
                features().states().get("unified_exec"));
        assertEquals(
                new Features.State("steer", Features.Stage.REMOVED, true),
                features().states().get("steer"));
    }

    @Test
    void fileOverrideAndFlagsSwitchFeatures() throws Exception {
        folders.user("[features]", "undo = true", "apps = false");
        assertTrue(features().isEnabled("undo"));
        assertFalse(features().isEnabled("apps"));
        assertTrue(features("features.apps=true").isEnabled("apps"));
        Features flagged = ConfigLoader.load(folders.request()
                        .overrides(List.of("features.apps=true", "features.memories=true"))
                        .enable(List.of("memories", "collab"))
                        .disable(List.of("apps", "memories"))
                        .build())
                .config()
                .features();
        assertFalse(flagged.isEnabled("apps"));
        assertFalse(flagged.isEnabled("memories"));
        assertTrue(flagged.isEnabled("multi_agent"));
        assertFalse(flagged.isEnabled("nosuch"));
    }

    @Test
    void unknownFlagIsAnErrorAndUnknownKeyAWarning() throws Exception {
        ConfigException failure = assertThrows(
                ConfigException.class,
                () -> ConfigLoader.load(
                        folders.request().enable(List.of("nosuch")).build()));
        assertEquals("Error: Unknown feature flag: nosuch", failure.report());
        assertEquals(
                List.of("Ignored an unknown setting: `features.nosuch` in -c/--config override"),
                folders.load("features.nosuch=true").warnings());
    }

    @Test
    void oldNamesSwitchTheFeaturesOfToday() throws Exception {
        folders.user("[features]", "collab = false", "connectors = false", "memory_tool = true", "hooks = true");
        Features features = features();
        assertFalse(features.isEnabled("multi_agent"));
        assertFalse(features.isEnabled("apps"));
        assertTrue(features.isEnabled("memories"));
        assertTrue(features.isEnabled("codex_hooks"));
    }

    @Test
    void nameOfTodayWinsInOneLayerAndTheHigherLayerWinsAcross() throws Exception {
        folders.user(
                "experimental_use_unified_exec_tool = false",
                "[features]",
                "collab = true",
                "multi_agent = false",
                "unified_exec = true");
        assertFalse(features().isEnabled("multi_agent"));
        assertTrue(features("features.collab=true").isEnabled("multi_agent"));
        assertTrue(features().isEnabled("unified_exec"));
        assertFalse(features("experimental_use_unified_exec_tool=false").isEnabled("unified_exec"));
    }

    @Test
    void tableSwitchesByItsEnabledKey() throws Exception {
        folders.user("[features.multi_agent_v2]", "enabled = true", "[features.apps]", "other = 1");
        assertTrue(features().isEnabled("multi_agent_v2"));
        assertTrue(features().isEnabled("apps"));
        assertFalse(features("features.multi_agent_v2=false").isEnabled("multi_agent_v2"));
    }
}
