package io.codex4j.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitInfoTest {
    private static final String HASH = "252389e08f50ff321f46f37d670bdce3c031f970";
    private static final String OTHER = "b023018cabc396e7692c70bbf5784a93d3f738ab";

    @TempDir
    private Path root;

    private Path git;

    @BeforeEach
    void makeRepository() throws IOException {
        git = root.resolve("origin/.git");
        write(git.resolve("HEAD"), "ref: refs/heads/feature/one\n");
    }

    @Test
    void branchAndCommitAreFoundFromAFolderBelow() throws IOException {
        write(git.resolve("refs/heads/feature/one"), HASH + "\n");
        Path below = Files.createDirectories(root.resolve("origin/src/main"));
        assertEquals(info(HASH, "feature/one"), GitInfo.of(below));
    }

    @Test
    void aPackedBranchIsFound() throws IOException {
        write(
                git.resolve("packed-refs"),
                "# pack-refs with: peeled fully-peeled sorted\n" + OTHER + " refs/heads/a/feature/one\n" + HASH
                        + " refs/heads/feature/one\n^" + OTHER + "\n");
        assertEquals(info(HASH, "feature/one"), read());
    }

    @Test
    void aLooseBranchWinsOverAPackedOne() throws IOException {
        write(git.resolve("packed-refs"), OTHER + " refs/heads/feature/one\n");
        write(git.resolve("refs/heads/feature/one"), HASH + "\n");
        assertEquals(info(HASH, "feature/one"), read());
    }

    @Test
    void aDetachedHeadHasNoBranch() throws IOException {
        write(git.resolve("HEAD"), HASH + "\n");
        assertEquals(Optional.of(new GitInfo(Optional.of(HASH), Optional.empty(), Optional.empty())), read());
    }

    @Test
    void aRepositoryWithoutCommitHasABranchOnly() {
        assertEquals(Optional.of(new GitInfo(Optional.empty(), Optional.of("feature/one"), Optional.empty())), read());
    }

    @Test
    void aLinkedWorktreeReadsItsOwnHeadAndTheCommonBranches() throws IOException {
        write(git.resolve("worktrees/w2/HEAD"), "ref: refs/heads/two\n");
        write(git.resolve("worktrees/w2/commondir"), "../..\n");
        write(git.resolve("refs/heads/two"), HASH + "\n");
        write(git.resolve("config"), "[remote \"origin\"]\n\turl = git@host:team/repo.git\n");
        Path worktree = root.resolve("other");
        write(worktree.resolve(".git"), "gitdir: ../origin/.git/worktrees/w2\n");
        assertEquals(
                Optional.of(new GitInfo(Optional.of(HASH), Optional.of("two"), Optional.of("git@host:team/repo.git"))),
                GitInfo.of(worktree));
    }

    @Test
    void theUrlOfOriginIsKeptWithoutCredentials() throws IOException {
        write(
                git.resolve("config"),
                "[core]\n\turl = no\n[remote \"fork\"]\n\turl = https://fork/\n[Remote \"x\"]\n"
                        + "[remote \"origin\"]\n\tfetch = +refs/heads/*\n\tURL = \"https://me:secret@host/x@y.git\"\n");
        assertEquals(Optional.of("https://host/x@y.git"), read().orElseThrow().repositoryUrl());
    }

    @Test
    void refsThatPointInACircleOrOutOfTheRepositoryAreNotFollowed() throws IOException {
        write(git.resolve("refs/heads/feature/one"), "ref: refs/heads/feature/one\n");
        assertEquals(Optional.empty(), read().orElseThrow().commitHash());
        write(root.resolve("outside"), HASH);
        write(git.resolve("HEAD"), "ref: refs/../../../outside\n");
        assertEquals(Optional.of(new GitInfo(Optional.empty(), Optional.empty(), Optional.empty())), read());
        write(git.resolve("HEAD"), "ref: refs/heads/\0\n");
        assertEquals(Optional.empty(), read().orElseThrow().branch());
    }

    @Test
    void rubbishIsNoCommit() throws IOException {
        Files.write(git.resolve("HEAD"), new byte[100_000]);
        Files.write(git.resolve("config"), new byte[] {(byte) 0xff, '\n', '['});
        assertEquals(Optional.of(new GitInfo(Optional.empty(), Optional.empty(), Optional.empty())), read());
        Path worktree = root.resolve("other");
        write(worktree.resolve(".git"), "gitdir: \0\n");
        assertEquals(Optional.empty(), GitInfo.of(worktree));
    }

    private Optional<GitInfo> read() {
        return GitInfo.of(root.resolve("origin"));
    }

    private static Optional<GitInfo> info(String hash, String branch) {
        return Optional.of(new GitInfo(Optional.of(hash), Optional.of(branch), Optional.empty()));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
