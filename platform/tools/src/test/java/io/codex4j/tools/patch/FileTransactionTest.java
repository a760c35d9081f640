package io.codex4j.tools.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTransactionTest {
    private static final FileText NEW = FileText.made(List.of("new"));

    @TempDir
    Path temporary;

    @Test
    void undoesEveryKindOfStep() throws Exception {
        PatchFolder folder = new PatchFolder(temporary)
                .with("changed", "old")
                .with("removed", "old")
                .with("full/x", "x");
        Map<String, String> before = folder.files();
        FileTransaction transaction = new FileTransaction();
        transaction.write(folder.root.resolve("changed"), NEW, null);
        transaction.write(folder.root.resolve("made/deep/file"), NEW, null);
        transaction.remove(folder.root.resolve("removed"));
        // A folder that is not empty cannot be replaced by a file: this step fails when all others are done.
        transaction.write(folder.root.resolve("full"), NEW, null);
        PatchException failure = assertThrows(PatchException.class, () -> transaction.commit(() -> {}));
        assertTrue(failure.getMessage().startsWith("Failed to write file " + folder.root.resolve("full") + ": "));
        assertTrue(failure.getMessage().endsWith("\nNo file was changed."), failure.getMessage());
        assertEquals(before, folder.files());
    }

    @Test
    void leavesNothingBehindWhenContentCannotBeWritten() throws Exception {
        PatchFolder folder = new PatchFolder(temporary).with("a", "old").with("file", "x");
        Map<String, String> before = folder.files();
        FileTransaction transaction = new FileTransaction();
        transaction.write(folder.root.resolve("a"), NEW, null);
        transaction.write(folder.root.resolve("new/b"), NEW, null);
        transaction.write(folder.root.resolve("file/below"), NEW, null);
        assertThrows(PatchException.class, () -> transaction.commit(() -> {}));
        assertEquals(before, folder.files());
    }

    @Test
    void leavesNothingBehindWhenTheLastCheckFails() throws Exception {
        PatchFolder folder = new PatchFolder(temporary).with("a", "old");
        FileTransaction transaction = new FileTransaction();
        transaction.write(folder.root.resolve("a"), NEW, null);
        transaction.write(folder.root.resolve("new/b"), NEW, null);
        assertThrows(
                PatchException.class,
                () -> transaction.commit(() -> {
                    throw new IOException("no");
                }));
        assertThrows(
                IllegalStateException.class,
                () -> transaction.commit(() -> {
                    throw new IllegalStateException();
                }));
        assertEquals(Map.of("a", "old"), folder.files());
    }

    @Test
    void refusesAFolderThatBecameALink() throws Exception {
        PatchFolder folder = new PatchFolder(temporary).with("real/x", "x");
        Files.createSymbolicLink(folder.root.resolve("link"), Path.of("real"));
        FileTransaction transaction = new FileTransaction();
        transaction.write(folder.root.resolve("link/y"), NEW, null);
        assertThrows(PatchException.class, () -> transaction.commit(() -> {}));
        assertEquals(List.of(folder.root.resolve("real/x")), list(folder.root.resolve("real")));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (var paths = Files.list(directory)) {
            return paths.toList();
        }
    }
}
