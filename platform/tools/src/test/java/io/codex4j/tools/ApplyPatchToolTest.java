package io.codex4j.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.tool.ActionRefusedException;
import io.codex4j.api.tool.ToolActivity.FilesChanged;
import io.codex4j.api.tool.ToolActivity.FilesChanging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyPatchToolTest {
    private static final String OUTSIDE =
            "patch rejected: writing outside of the project; rejected by user approval settings";

    @TempDir
    Path temporary;

    private LocalHost host;
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createDirectory(temporary.resolve("w"));
        Files.writeString(folder.resolve("a.txt"), "old\nkeep\n");
        host = new LocalHost(folder).start();
    }

    private static String patch(String... lines) {
        return "*** Begin Patch\n" + String.join("\n", lines) + "\n*** End Patch\n";
    }

    private void assertRefused(String patch) throws Exception {
        assertEquals(
                OUTSIDE,
                assertThrows(ActionRefusedException.class, () -> host.patch(patch))
                        .getMessage());
        assertEquals(List.of(), host.activities);
        assertEquals("old\nkeep\n", Files.readString(folder.resolve("a.txt")));
    }

    @Test
    void changesFilesAndSaysSo() throws Exception {
        String text = host.patch(patch("*** Update File: a.txt", "@@", "-old", "+new"));
        assertTrue(
                text.matches("Exit code: 0\nWall time: \\S+ seconds\nOutput:\n"
                        + "Success\\. Updated the following files:\nM a\\.txt\n"),
                text);
        FilesChanging changing = host.reported(FilesChanging.class).getFirst();
        FilesChanged changed = host.reported(FilesChanged.class).getFirst();
        assertEquals(changing.changes(), changed.changes());
        assertEquals(
                host.directory.resolve("a.txt"), changed.changes().getFirst().path());
        assertTrue(changed.success());
        assertEquals(
                "diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n-old\n+new\n keep\n",
                changed.diff());
    }

    @Test
    void takesThePatchAsArgumentToo() throws Exception {
        assertTrue(host.call("apply_patch", "input", patch("*** Add File: n", "+x"))
                .startsWith("Exit code: 0\n"));
        assertEquals("x\n", Files.readString(folder.resolve("n")));
    }

    @Test
    void saysWhatDoesNotFit() throws Exception {
        assertEquals(
                "apply_patch verification failed: Failed to find expected lines in " + host.directory.resolve("a.txt")
                        + ":\nnope",
                host.patch(patch("*** Update File: a.txt", "@@", "-nope", "+new")));
        assertEquals("patch rejected: empty patch", host.patch("*** Begin Patch\n*** End Patch"));
        assertEquals(List.of(), host.activities);
    }

    @Test
    void refusesToLeaveTheWorkspace() throws Exception {
        Files.writeString(temporary.resolve("out"), "old\n");
        Files.createSymbolicLink(folder.resolve("link"), temporary.resolve("out"));
        Files.createSymbolicLink(folder.resolve("folder"), temporary);
        Files.createSymbolicLink(folder.resolve("dangling"), temporary.resolve("made"));
        assertRefused(patch("*** Add File: ../x", "+x"));
        assertRefused(patch("*** Add File: /x-that-is-not-there", "+x"));
        assertRefused(
                patch("*** Update File: a.txt", "@@", "-old", "+new", "*** Update File: link", "@@", "-old", "+x"));
        assertRefused(patch("*** Update File: folder/out", "@@", "-old", "+new"));
        assertRefused(patch("*** Delete File: folder/out"));
        assertRefused(patch("*** Add File: folder/new", "+x"));
        assertRefused(patch("*** Add File: dangling", "+x"));
        assertRefused(patch("*** Update File: a.txt", "*** Move to: folder/moved", "@@", "-old", "+new"));
        assertRefused(patch("*** Add File: .git/hooks/x", "+x"));
        assertEquals("old\n", Files.readString(temporary.resolve("out")));
        assertFalse(Files.exists(temporary.resolve("made")));
    }

    @Test
    void refusesWhereNothingMayBeWritten() throws Exception {
        host.readOnly = true;
        assertRefused(patch("*** Update File: a.txt", "@@", "-old", "+new"));
    }

    @Test
    void reportsAFailureToWrite() throws Exception {
        Files.createDirectory(folder.resolve("taken"));
        Files.createFile(folder.resolve("taken/.x"));
        String text = host.patch(patch("*** Delete File: a.txt", "*** Add File: a.txt/below", "+x"));
        assertTrue(text.startsWith("apply_patch verification failed: Failed to write file "), text);
        assertEquals("old\nkeep\n", Files.readString(folder.resolve("a.txt")));
    }

    @Test
    void endsWithTheCall() {
        host.cancellation.cancel();
        assertThrows(CancellationException.class, () -> host.patch(patch("*** Add File: n", "+x")));
        assertFalse(Files.exists(folder.resolve("n")));
    }
}
