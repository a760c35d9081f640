package io.codex4j.dist;

import static io.codex4j.testkit.Script.functionCall;
import static io.codex4j.testkit.Script.message;
import static io.codex4j.testkit.Script.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.testkit.CodexResult;
import io.codex4j.testkit.Script;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories from strangers: nothing in them stops a run, or makes it read for ever. */
class HostileProjectIT {
    private static final Script.Turn OK = turn(message("ok"));
    private static final long TWO_GIGABYTES = 1L << 31;

    @AutoClose
    private final World world = new World();

    @BeforeEach
    void answer() {
        world.model(OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AGENTS.md", ".codex/config.toml", ".git/HEAD", ".git/packed-refs", ".git/config"})
    void doesNotWaitForAPipe(String name) throws Exception {
        replaceByPipe(name);

        assertRuns();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AGENTS.md", ".codex/config.toml", ".git/HEAD"})
    void doesNotReadADeviceThatNeverEnds(String name) throws Exception {
        Files.createSymbolicLink(cleared(name), Path.of("/dev/zero"));

        assertRuns();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AGENTS.md", ".git/HEAD", ".git/packed-refs"})
    void doesNotReadHugeFilesToTheirEnd(String name) throws Exception {
        Path file = cleared(name);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(TWO_GIGABYTES);
        }

        assertRuns();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AGENTS.md", ".codex/config.toml", ".git/HEAD"})
    void isNotIrritatedByAFolderOfThatName(String name) throws Exception {
        Files.createDirectories(cleared(name));

        assertRuns();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ref: HEAD",
                "ref: ../../../../../../etc/passwd",
                "ref: /etc/passwd",
                "",
                "\u0000",
                "ref: refs/heads/\n\n"
            })
    void readsNothingElseAsThePlaceOfTheRepository(String head) throws Exception {
        Files.writeString(cleared(".git/HEAD"), head);

        assertRuns();

        assertFalse(Files.readString(world.rollout()).contains("root:"), "something else was read");
    }

    @Test
    void ignoresABrokenConfigurationThatIsNotTrusted() throws Exception {
        world.workspace().write(".codex/config.toml", "[[[ this is no TOML");

        assertRuns();
    }

    @Test
    void sendsInstructionsThatAreNoTextAsFarAsTheyAre() throws Exception {
        Files.write(world.workspace().root().resolve("AGENTS.md"), new byte[] {'a', (byte) 0xff, 0, 'b'});

        assertRuns();
    }

    @Test
    void cutsInstructionsThatAreTooLong() throws Exception {
        world.workspace().write("AGENTS.md", "x".repeat(100_000));

        assertRuns();

        String sent = world.request().objects("input").get(1).toString();
        assertTrue(sent.length() < 40_000, () -> "length " + sent.length());
        assertTrue(sent.contains("x".repeat(30_000)), "too little was sent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "pipe", "huge", ".", "nope.png", "a.txt"})
    void doesNotShowTheModelWhatIsNoPicture(String path) throws Exception {
        world.workspace().write("a.txt", "text");
        replaceByPipe("pipe");
        try (RandomAccessFile sparse =
                new RandomAccessFile(world.workspace().root().resolve("huge").toFile(), "rw")) {
            sparse.setLength(TWO_GIGABYTES);
        }
        world.model(turn(functionCall("view_image", Map.of("path", path))), OK);

        assertRuns();

        assertTrue(world.toolOutput().length() < 1_000, world.toolOutput());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "."})
    void doesNotSendWhatIsNoPicture(String path) throws Exception {
        CodexResult result = world.run("exec", "run", "-i", path);

        assertEquals(0, result.exitCode(), result.stderr());
        assertTrue(world.request().toString().contains("could not read"), "the model was not told");
    }

    private void assertRuns() throws InterruptedException {
        CodexResult result = world.run("exec", "--skip-git-repo-check", "run");

        assertEquals("ok\n", result.stdout(), result.stderr());
        assertEquals(0, result.exitCode());
    }

    private void replaceByPipe(String name) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", cleared(name).toString()).start().waitFor());
    }

    private Path cleared(String name) throws Exception {
        Path file = world.workspace().root().resolve(name);
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        return file;
    }
}
