package io.codex4j.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectRootTest {
    @TempDir
    Path root;

    private Path folder(String path) throws IOException {
        return Files.createDirectories(root.resolve(path));
    }

    @Test
    void nearestAncestorWithAMarkerIsTheRoot() throws IOException {
        folder("a/.git");
        folder("a/b/.hg");
        Path deep = folder("a/b/c");
        assertEquals(root.resolve("a"), ProjectRoot.of(deep, List.of(".git")));
        assertEquals(root.resolve("a/b"), ProjectRoot.of(deep, List.of(".git", ".hg")));
    }

    @Test
    void directoryIsTheRootWithoutMarkersOrMatch() throws IOException {
        Path deep = folder("a/b");
        assertEquals(deep, ProjectRoot.of(deep, List.of()));
        assertEquals(deep, ProjectRoot.of(deep, List.of("no-such-marker-anywhere", "\0")));
    }

    @Test
    void fileOrEmptyFolderMakesARepository() throws IOException {
        Path deep = folder("a/b");
        Files.writeString(root.resolve("a/.git"), "");
        assertEquals(Optional.of(root.resolve("a")), ProjectRoot.repositoryOf(deep));
        folder("a/b/.git");
        assertEquals(Optional.of(deep), ProjectRoot.repositoryOf(deep));
    }

    @Test
    void junkPointerFilesAreNoWorktrees() throws IOException {
        Path project = folder("p");
        for (String junk :
                List.of("", "gitdir:", "gitdir: ../nowhere", "gitdir: \0", "something else", "gitdir: .git")) {
            Files.writeString(project.resolve(".git"), junk);
            assertEquals(project, ProjectRoot.mainRepositoryOf(project), junk);
        }
        Files.write(project.resolve(".git"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertEquals(project, ProjectRoot.mainRepositoryOf(project));
        assertFalse(Files.exists(project.resolve(".git/worktrees")));
    }

    @Test
    void submoduleIsItsOwnRepository() throws IOException {
        Path module = folder("main/sub");
        Path administration = folder("main/.git/modules/sub");
        Files.writeString(module.resolve(".git"), "gitdir: ../.git/modules/sub\n");
        Files.writeString(administration.resolve("gitdir"), module.resolve(".git") + "\n");
        assertEquals(module, ProjectRoot.mainRepositoryOf(module));
    }
}
