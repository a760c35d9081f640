package io.codex4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    @Test
    void aWorldHasItsOwnFoldersAndARepositoryWithOneCommit() {
        try (Workspace workspace = Workspace.create()) {
            Map<String, String> environment = workspace.environment();

            assertEquals(workspace.home().toString(), environment.get("HOME"));
            assertEquals(workspace.codexHome().toString(), environment.get("CODEX_HOME"));
            assertEquals(workspace.temporary().toString(), environment.get("TMPDIR"));
            assertTrue(Files.isDirectory(workspace.codexHome()));
            assertEquals("1\n", workspace.git("rev-list", "--count", "HEAD"));
            assertEquals("", workspace.git("status", "--porcelain"));
            assertFalse(workspace.root().startsWith("/tmp"));
            assertEquals(Map.of(), workspace.files());
        }
    }

    @Test
    void filesAreWrittenCommittedAndRead() {
        try (Workspace workspace = Workspace.create()) {
            workspace
                    .write("a/b.txt", "größer\n")
                    .write("run.sh", "#!/bin/sh\necho hi\n")
                    .commit();

            assertEquals("größer\n", workspace.read("a/b.txt"));
            assertEquals(Map.of("a/b.txt", "größer\n", "run.sh", "#!/bin/sh\necho hi\n"), workspace.files());
            assertTrue(Files.isExecutable(workspace.root().resolve("run.sh")));
            assertEquals("2\n", workspace.git("rev-list", "--count", "HEAD"));
        }
    }

    @Test
    void aWorldIsDeletedWithoutFollowingLinks() throws Exception {
        Path folder;
        try (Workspace kept = Workspace.create()) {
            kept.write("keep.txt", "keep");
            try (Workspace workspace = Workspace.create()) {
                folder = workspace.root().getParent();
                Files.createSymbolicLink(workspace.root().resolve("link"), kept.root());
            }
            assertEquals("keep", kept.read("keep.txt"));
        }
        assertFalse(Files.exists(folder));
    }

    @Test
    void aWorldMayBeOutsideOfAnyRepository() {
        Path root;
        try (Workspace workspace = Workspace.createOutsideGit()) {
            root = workspace.root();
            assertTrue(Files.isDirectory(root));
            assertThrows(IllegalStateException.class, () -> workspace.git("rev-parse"));
        }
        assertFalse(Files.exists(root));
    }

    @Test
    void aFailureOfGitIsShown() {
        try (Workspace workspace = Workspace.create()) {
            IllegalStateException error =
                    assertThrows(IllegalStateException.class, () -> workspace.git("no-such-command"));

            assertTrue(error.toString().contains("no-such-command"), error.getMessage());
        }
    }

    @Test
    void theConfigNamesTheServer() {
        try (ModelServer server = ModelServer.start(Script.of().scenario());
                Workspace workspace = Workspace.create()) {
            String text = ConfigFile.of(server)
                    .withModel("m1")
                    .withTop("sandbox_mode = \"read-only\"")
                    .withProvider("stream_max_retries = 1")
                    .withTable("[features]")
                    .withTable("unified_exec = false")
                    .text();
            workspace.config(text);

            assertEquals("""
                model = "m1"
                model_provider = "mock"
                sandbox_mode = "read-only"

                [model_providers.mock]
                name = "Mock"
                base_url = "%s"
                wire_api = "responses"
                stream_max_retries = 1

                [features]
                unified_exec = false
                """.formatted(server.baseUrl()), text);
            assertTrue(Files.exists(workspace.codexHome().resolve("config.toml")));
        }
    }
}
