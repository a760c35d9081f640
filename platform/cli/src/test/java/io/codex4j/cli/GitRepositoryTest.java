package io.codex4j.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRepositoryTest {
    @TempDir
    Path root;

    @Test
    void holdsEachFolderBelowARepository() throws IOException {
        Path below = Files.createDirectories(root.resolve("a/b"));
        assertFalse(GitRepository.holds(below));
        Path git = Files.createDirectories(root.resolve(".git"));
        assertFalse(GitRepository.holds(below), "an empty folder is no repository");
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        assertTrue(GitRepository.holds(below));
        assertTrue(GitRepository.holds(root));
    }

    @Test
    void knowsTheFileOfAWorktree() throws IOException {
        Path git = Files.writeString(root.resolve(".git"), "");
        assertFalse(GitRepository.holds(root));
        Files.writeString(git, "gitdi");
        assertFalse(GitRepository.holds(root));
        Files.writeString(git, "gitdir: /elsewhere/.git/worktrees/x\n");
        assertTrue(GitRepository.holds(root));
    }
}
