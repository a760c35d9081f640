package io.codex4j.tools.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.api.Cancellation;
import io.codex4j.api.CancellationSource;
import io.codex4j.api.tool.ToolActivity.ChangeKind;
import io.codex4j.api.tool.ToolActivity.FileChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchPlanTest {
    @TempDir
    Path temporary;

    private PatchFolder folder;

    @BeforeEach
    void start() throws IOException {
        folder = new PatchFolder(temporary);
    }

    @Test
    void keepsPermissions() throws Exception {
        folder.with("f", "a\n").with("g", "a\n");
        Files.setPosixFilePermissions(folder.root.resolve("f"), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setPosixFilePermissions(folder.root.resolve("g"), PosixFilePermissions.fromString("rw-------"));
        folder.apply(PatchFolder.patch(
                "*** Update File: f", "*** Move to: moved", "@@", "-a", "+b", "*** Update File: g", "@@", "-a", "+b"));
        assertEquals("rwxr-x--x", permissions("moved"));
        assertEquals("rw-------", permissions("g"));
        folder.apply(PatchFolder.patch("*** Add File: n", "+x"));
        Files.writeString(folder.root.resolve("plain"), "");
        assertEquals(permissions("plain"), permissions("n"));
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.root.resolve(name)));
    }

    @Test
    void refusesFilesThatAreNoText() throws Exception {
        Files.write(folder.root.resolve("f"), new byte[] {'a', '\n', (byte) 0xff, '\n'});
        assertEquals(
                "Failed to read file to update f: stream did not contain valid UTF-8",
                folder.apply(PatchFolder.update("@@", "-a", "+b")));
        assertEquals("a\n\u00ff\n", folder.files().get("f"));
    }

    @Test
    void refusesFilesThatAreTooLarge() throws Exception {
        try (var file = Files.newByteChannel(
                folder.root.resolve("f"),
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.WRITE)) {
            file.position(OriginalFile.MAX_SIZE).write(java.nio.ByteBuffer.wrap(new byte[1]));
        }
        assertEquals(
                "Failed to read file to update f: the file is larger than 64 MiB",
                folder.apply(PatchFolder.update("@@", "-a", "+b")));
    }

    @Test
    void doesNotWaitForAPipe() throws Exception {
        new ProcessBuilder("mkfifo", folder.root.resolve("f").toString())
                .start()
                .waitFor();
        assertEquals(
                "Failed to read file to update f: not a regular file",
                folder.apply(PatchFolder.update("@@", "-a", "+b")));
        assertEquals(
                "Failed to write file f: not a regular file", folder.apply(PatchFolder.patch("*** Add File: f", "+x")));
        assertEquals(
                "Success. Updated the following files:\nD f\n", folder.apply(PatchFolder.patch("*** Delete File: f")));
    }

    @Test
    void removesAndReplacesFilesThatAreNoText() throws Exception {
        Files.write(folder.root.resolve("a"), new byte[] {(byte) 0xff});
        Files.write(folder.root.resolve("b"), new byte[] {(byte) 0xff});
        PatchPlan plan = folder.plan(PatchFolder.patch("*** Delete File: a", "*** Add File: b", "+x"));
        plan.apply(Cancellation.none());
        assertEquals(Map.of("b", "x\n"), folder.files());
        assertEquals("""
                diff --git a/a b/a
                deleted file mode 100644
                Binary files a/a and /dev/null differ
                diff --git a/b b/b
                Binary files a/b and b/b differ
                """, plan.diff(folder.root));
    }

    @Test
    void changesWhatALinkLeadsTo() throws Exception {
        folder.with("real/f", "a\n");
        Files.createSymbolicLink(folder.root.resolve("link"), Path.of("real/f"));
        Files.createSymbolicLink(folder.root.resolve("folder"), Path.of("real"));
        Files.createSymbolicLink(folder.root.resolve("new"), Path.of("real/made"));
        assertTrue(folder.apply(PatchFolder.patch(
                        "*** Update File: link",
                        "@@",
                        "-a",
                        "+b",
                        "*** Update File: folder/f",
                        "@@",
                        "-b",
                        "+c",
                        "*** Add File: new",
                        "+x"))
                .startsWith("Success."));
        assertEquals("c\n", folder.read("real/f"));
        assertEquals("x\n", folder.read("real/made"));
        assertTrue(Files.isSymbolicLink(folder.root.resolve("link")));
    }

    @Test
    void removesALinkAndNotWhatItLeadsTo() throws Exception {
        folder.with("f", "a\n");
        Files.createSymbolicLink(folder.root.resolve("link"), Path.of("f"));
        Files.createSymbolicLink(folder.root.resolve("other"), Path.of("f"));
        folder.apply(PatchFolder.patch("*** Delete File: link"));
        folder.apply(PatchFolder.patch("*** Update File: other", "*** Move to: moved", "@@", "-a", "+b"));
        assertEquals(Map.of("f", "a\n", "moved", "b\n"), folder.files());
        Files.createSymbolicLink(folder.root.resolve("link"), Path.of("f"));
        folder.apply(PatchFolder.patch("*** Delete File: link", "*** Add File: link", "+new"));
        assertEquals(Map.of("f", "a\n", "moved", "b\n", "link", "new\n"), folder.files());
        assertTrue(Files.isRegularFile(folder.root.resolve("link"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void refusesLinksThatGoRoundInCircles() throws Exception {
        Files.createSymbolicLink(folder.root.resolve("f"), Path.of("g"));
        Files.createSymbolicLink(folder.root.resolve("g"), Path.of("f"));
        assertTrue(folder.apply(PatchFolder.update("@@", "-a", "+b")).startsWith("Failed to read file to update f: "));
        assertTrue(folder.apply(PatchFolder.patch("*** Add File: f", "+b")).startsWith("Failed to write file f: "));
    }

    @Test
    void putsEverythingBackWhenALaterFileFails() throws Exception {
        folder.with("a", "a\n").with("d", "d\n").with("m", "m\n");
        Path blocked = folder.root.resolve("z");
        PatchPlan plan = folder.plan(PatchFolder.patch(
                "*** Update File: a",
                "@@",
                "-a",
                "+A",
                "*** Add File: new/deep/n",
                "+n",
                "*** Update File: m",
                "*** Move to: moved",
                "@@",
                "-m",
                "+M",
                "*** Delete File: d",
                "*** Add File: z",
                "+z"));
        Map<String, String> before = folder.files();
        Files.createDirectory(blocked);
        PatchException failure = assertThrows(PatchException.class, () -> plan.apply(Cancellation.none()));
        assertTrue(failure.getMessage().contains("was changed by another program"), failure.getMessage());
        assertTrue(failure.getMessage().endsWith("\nNo file was changed."), failure.getMessage());
        Files.delete(blocked);
        assertEquals(before, folder.files());
    }

    @Test
    void noticesThatAFileWasChangedInTheMeantime() throws Exception {
        folder.with("f", "a\n");
        PatchPlan plan = folder.plan(PatchFolder.update("@@", "-a", "+b"));
        folder.with("f", "a\nmore\n");
        assertThrows(PatchException.class, () -> plan.apply(Cancellation.none()));
        assertEquals(Map.of("f", "a\nmore\n"), folder.files());
    }

    @Test
    void changesNothingOnceCancelled() throws Exception {
        folder.with("f", "a\n");
        PatchPlan plan =
                folder.plan(PatchFolder.patch("*** Update File: f", "@@", "-a", "+b", "*** Add File: x/n", "+n"));
        CancellationSource cancellation = new CancellationSource();
        cancellation.cancel();
        assertThrows(CancellationException.class, () -> plan.apply(cancellation));
        assertEquals(Map.of("f", "a\n"), folder.files());
    }

    @Test
    void changesEverythingOrNothingWhenInterrupted() throws Exception {
        folder.with("f", "a\n");
        Map<String, String> before = folder.files();
        PatchPlan plan =
                folder.plan(PatchFolder.patch("*** Update File: f", "@@", "-a", "+b", "*** Add File: n", "+n"));
        Thread.currentThread().interrupt();
        Map<String, String> expected = Map.of("f", "b\n", "n", "n\n");
        try {
            plan.apply(Cancellation.none());
        } catch (PatchException e) {
            expected = before;
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(expected, folder.files());
    }

    @Test
    void namesTheChangesForTheUser() throws Exception {
        folder.with("b", "b\n").with("c", "c\n").with("d", "d\n");
        PatchPlan plan = folder.plan(PatchFolder.patch(
                "*** Update File: c",
                "*** Move to: x",
                "@@",
                "-c",
                "+C",
                "*** Delete File: d",
                "*** Add File: a",
                "+a",
                "*** Update File: a",
                "@@",
                "-a",
                "+A",
                "*** Update File: b",
                "@@",
                "-b",
                "+B"));
        assertEquals(
                List.of(
                        new FileChange(folder.root.resolve("a"), ChangeKind.ADD),
                        new FileChange(folder.root.resolve("b"), ChangeKind.UPDATE),
                        new FileChange(folder.root.resolve("c"), ChangeKind.UPDATE),
                        new FileChange(folder.root.resolve("d"), ChangeKind.DELETE)),
                plan.changes());
    }

    @Test
    void refusesPathsThatAreNone() {
        assertTrue(
                folder.apply(PatchFolder.patch("*** Add File: a\0b", "+x")).startsWith("'a\0b' is not a valid path"));
        assertTrue(folder.apply(PatchFolder.patch("*** Add File: /", "+x")).contains("Is a directory"));
        assertTrue(folder.apply(PatchFolder.patch("*** Delete File: /")).contains("Is a directory"));
    }

    @Test
    void findsManyChunksInALargeFileQuickly() throws Exception {
        StringBuilder text = new StringBuilder();
        StringBuilder patch = new StringBuilder("*** Begin Patch\n*** Update File: f\n");
        for (int line = 0; line < 40_000; line++) {
            text.append(line % 3 == 0 ? "    }" : "    line " + line).append("  \n");
            if (line % 20 == 10) {
                patch.append("@@\n-    same  \n+    new ".replace("same", line % 3 == 0 ? "}" : "line " + line))
                        .append(line)
                        .append('\n');
            }
        }
        folder.with("f", text.toString());
        String lenient = patch.toString().replace("  \n", "\n") + "*** End Patch";
        long start = System.nanoTime();
        assertEquals("Success. Updated the following files:\nM f\n", folder.apply(lenient));
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        assertTrue(milliseconds < 2_000, "took " + milliseconds + " ms");
        String after = folder.read("f");
        assertEquals(
                2_000, after.lines().filter(line -> line.startsWith("    new ")).count());
        assertEquals(40_000, after.lines().count());
    }
}
