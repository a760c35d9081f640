package io.codex4j.dist;

import static io.codex4j.testkit.Script.customCall;
import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.testkit.CodexResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Patches that would change what the agent may not change: the model is told no, and every file stays as it was. */
class HostilePatchesIT {
    private static final String SECRET = "secret\nkeep\n";

    @AutoClose
    private final World world = new World();

    private Path outside;

    @BeforeEach
    void layOutFiles() throws IOException {
        world.configure(config -> config.withModel("gpt-5.4"));
        world.workspace().write("a.txt", "old\n").commit();
        outside = Files.createDirectories(world.workspace().home().resolve("outside"));
        Files.writeString(outside.resolve("file"), SECRET);
    }

    @Test
    void leavesTheWorkspaceNotByDots() throws Exception {
        assertRefused(update("../home/outside/file"));
        assertRefused("*** Add File: ../home/outside/new\n+x\n");
        assertRefused("*** Delete File: sub/../../home/outside/file\n");
    }

    @Test
    void leavesTheWorkspaceNotByAbsolutePaths() throws Exception {
        assertRefused(update(outside.resolve("file").toString()));
        assertRefused("*** Add File: " + outside + "/new\n+x\n");
        assertRefused("*** Delete File: " + outside + "/file\n");
    }

    @Test
    void leavesTheWorkspaceNotByALinkToAFile() throws Exception {
        Files.createSymbolicLink(root().resolve("link"), outside.resolve("file"));

        assertRefused(update("link"));
        assertRefused("*** Add File: link\n+x\n");
    }

    @Test
    void leavesTheWorkspaceNotByALinkToAFolder() throws Exception {
        Files.createSymbolicLink(root().resolve("folder"), outside);

        assertRefused(update("folder/file"));
        assertRefused("*** Add File: folder/new\n+x\n");
        assertRefused("*** Delete File: folder/file\n");
        assertRefused("*** Add File: folder/sub/deeper/new\n+x\n");
    }

    @Test
    void leavesTheWorkspaceNotByALinkToNothing() throws Exception {
        Files.createSymbolicLink(root().resolve("dangling"), outside.resolve("new"));

        assertRefused("*** Add File: dangling\n+x\n");
    }

    @Test
    void leavesTheWorkspaceNotByMoving() throws Exception {
        assertRefused("*** Update File: a.txt\n*** Move to: ../home/outside/new\n@@\n-old\n+new\n");
        assertRefused("*** Update File: ../home/outside/file\n*** Move to: b.txt\n@@\n-secret\n+x\n");
    }

    @Test
    void leavesTheWorkspaceNotByAnotherDirectory() throws Exception {
        String line = "cd ../home/outside && apply_patch <<'EOF'\n" + patch(update("file")) + "EOF\n";
        world.model(turn(functionCall("exec_command", Map.of("cmd", line))), turn(message("Done.")));

        assertUntouched(world.run("exec", "--full-auto", "run"));
    }

    @Test
    void doesNotChangeTheRepositoryItself() throws Exception {
        String config = Files.readString(root().resolve(".git/config"));

        assertRefused("*** Add File: .git/hooks/pre-commit\n+#!/bin/sh\n");
        assertRefused("*** Update File: .git/config\n@@\n-[core]\n+[core ]\n");
        assertRefused("*** Delete File: .git/config\n");
        assertEquals(config, Files.readString(root().resolve(".git/config")));
        assertFalse(Files.exists(root().resolve(".git/hooks/pre-commit")));
    }

    @Test
    void doesNotMakeWhatIsProtectedAndMissing() throws Exception {
        assertRefused("*** Add File: .codex/config.toml\n+model = \"x\"\n");
        assertRefused("*** Add File: .agents/x\n+x\n");
        assertFalse(Files.exists(root().resolve(".codex")) || Files.exists(root().resolve(".agents")));
    }

    @Test
    void changesNothingWhereOneOfSeveralFilesIsOutside() throws Exception {
        assertRefused("*** Add File: good.txt\n+x\n*** Update File: a.txt\n@@\n-old\n+new\n"
                + update("../home/outside/file"));
        assertFalse(Files.exists(root().resolve("good.txt")));
    }

    @Test
    void leavesAFileAloneThatIsNoText() throws Exception {
        byte[] bytes = {'o', 'l', 'd', '\n', (byte) 0xff, (byte) 0xfe, 0, '\n'};
        Files.write(root().resolve("raw"), bytes);

        world.model(
                turn(customCall("apply_patch", patch("*** Update File: raw\n@@\n-old\n+new\n"))),
                turn(message("Done.")));
        CodexResult result = world.run("exec", "--full-auto", "run");

        byte[] after = Files.readAllBytes(root().resolve("raw"));
        if (after[0] == 'o') {
            assertArrayEquals(bytes, after);
            assertTrue(world.toolOutput().contains("raw"), world.toolOutput());
        } else {
            assertArrayEquals(new byte[] {'n', 'e', 'w', '\n', (byte) 0xff, (byte) 0xfe, 0, '\n'}, after);
        }
        assertEquals(0, result.exitCode());
    }

    @Test
    void doesNotReadWhatNeverEnds() throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", root().resolve("pipe").toString())
                        .start()
                        .waitFor());

        assertRefused(update("pipe"));
        assertRefused(update("/dev/zero"));
    }

    private void assertRefused(String hunks) throws Exception {
        world.model(turn(customCall("apply_patch", patch(hunks))), turn(message("Done.")));

        assertUntouched(world.run("exec", "--full-auto", "run"));
    }

    private void assertUntouched(CodexResult result) throws IOException {
        assertEquals("Done.\n", result.stdout());
        assertEquals(0, result.exitCode());
        String told = world.toolOutput();
        assertTrue(told.contains("rejected") || told.contains("verification failed"), told);
        assertEquals(SECRET, Files.readString(outside.resolve("file")));
        assertArrayEquals(new String[] {"file"}, outside.toFile().list());
        assertEquals("old\n", world.workspace().read("a.txt"));
    }

    private static String update(String path) {
        return "*** Update File: " + path + "\n@@\n-secret\n+changed\n";
    }

    private static String patch(String hunks) {
        return "*** Begin Patch\n" + hunks + "*** End Patch\n";
    }

    private Path root() {
        return world.workspace().root();
    }
}
