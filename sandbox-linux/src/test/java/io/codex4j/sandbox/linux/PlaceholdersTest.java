package io.codex4j.sandbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.WritableRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several users of one place: in this JVM, in others, and dead ones. */
@Timeout(120)
class PlaceholdersTest {
    private static final String TRY_TO_MAKE =
            "for n in .git .codex .agents; do mkdir $n 2>/dev/null && echo \"made $n\"; echo x > $n/f && echo wrote; done"
                    + " 2>/dev/null";

    @TempDir
    Path folder;

    private final SandboxBackend backend = new BubblewrapBackend();

    private SandboxPolicy policy() {
        return SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(folder)));
    }

    private List<String> entries() throws Exception {
        return BubblewrapBackendTest.entries(folder);
    }

    @BeforeAll
    static void needsBubblewrap() {
        Run.needsBubblewrap();
    }

    @Test
    void staysWhileASecondUserNeedsIt() throws Exception {
        Path name = folder.resolve(".git");
        Path first = Placeholders.acquire(name).orElseThrow();
        Path second = Placeholders.acquire(name).orElseThrow();
        Placeholders.release(first, true);
        assertTrue(Files.isDirectory(name));
        Placeholders.release(second, true);
        assertEquals(List.of(), entries());
    }

    @Test
    void staysWhileAnotherJvmNeedsIt() throws Exception {
        Path name = folder.resolve(".git");
        Path own = Placeholders.acquire(name).orElseThrow();
        Path other = Files.createDirectory(name.resolve(".codex4j-made-1-2-otherboot-7"));
        Placeholders.release(own, true);
        assertTrue(Files.isDirectory(other));
        Files.delete(other);
    }

    @Test
    void staysWhenSomebodyPutSomethingThere() throws Exception {
        Path name = folder.resolve(".git");
        Path own = Placeholders.acquire(name).orElseThrow();
        Files.writeString(name.resolve("HEAD"), "mine");
        assertEquals(Optional.empty(), Placeholders.acquire(name));
        Placeholders.release(own, true);
        assertEquals(List.of("HEAD"), BubblewrapBackendTest.entries(name));
    }

    @Test
    void forgetsTheTokensOfTheDead() throws Exception {
        Path name = Files.createDirectory(folder.resolve(".git"));
        ProcessIdentity own = ProcessIdentity.own();
        Files.createDirectory(name.resolve(".codex4j-made-" + own.pid() + "-1-" + own.place()));
        Placeholders.release(Placeholders.acquire(name).orElseThrow(), true);
        assertEquals(List.of(), entries());
    }

    @Test
    void leavesContentAndFilesAlone() throws Exception {
        Path file = Files.writeString(folder.resolve(".git"), "gitdir: x");
        Path full = Files.createDirectory(folder.resolve(".codex"));
        Files.writeString(full.resolve("config.toml"), "");
        assertEquals(Optional.empty(), Placeholders.acquire(file));
        assertEquals(Optional.empty(), Placeholders.acquire(full));
        assertEquals(List.of("config.toml"), BubblewrapBackendTest.entries(full));
    }

    @Test
    void protectsEachOfManyCommandsAtOnce() throws Exception {
        List<Future<Run>> runs = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < 40; number++) {
                String pause = "sleep 0.0" + number % 7;
                runs.add(executor.submit((Callable<Run>) () -> Run.shell(
                        backend, policy(), folder, pause + "; " + TRY_TO_MAKE + "; " + pause + "; " + TRY_TO_MAKE)));
            }
        }
        for (Future<Run> run : runs) {
            assertEquals("", run.get().out() + run.get().err());
        }
        assertEquals(List.of(), entries());
    }

    @Test
    void protectsEachOfSeveralJvms() throws Exception {
        String loop = "i=0; while [ $i -lt 40 ]; do i=$((i+1)); " + TRY_TO_MAKE + "; sleep 0.01; done";
        List<JvmUnderTest> jvms = new ArrayList<>();
        try {
            for (int number = 0; number < 3; number++) {
                jvms.add(JvmUnderTest.start(folder, "bubblewrap:workspace-write", "sh", "-c", loop));
            }
            for (int number = 0; number < 30; number++) {
                assertEquals(
                        "", Run.shell(backend, policy(), folder, TRY_TO_MAKE).out());
            }
            for (JvmUnderTest jvm : jvms) {
                assertEquals("", jvm.output());
            }
        } finally {
            jvms.forEach(JvmUnderTest::close);
        }
        assertEquals(List.of(), entries());
    }

    @Test
    void isCleanedUpAfterAJvmThatWasKilled() throws Exception {
        try (JvmUnderTest jvm =
                JvmUnderTest.start(folder, "bubblewrap:workspace-write", "sh", "-c", "echo ready; sleep 1000")) {
            assertEquals("ready", jvm.readLine());
            assertEquals(List.of(".agents", ".codex", ".git"), entries());
            jvm.killHard();
            Run.await("nothing is left", () -> entries().isEmpty());
        }
    }

    @Test
    void isCleanedUpWhenTheJvmIsAskedToEnd() throws Exception {
        try (JvmUnderTest jvm =
                JvmUnderTest.start(folder, "bubblewrap:workspace-write", "sh", "-c", "echo ready; sleep 1000")) {
            assertEquals("ready", jvm.readLine());
            jvm.terminate();
            assertEquals(143, jvm.waitFor());
            // By the JVM itself, or by its guardian if it was asked before it knew that the command runs.
            Run.await("nothing is left", () -> entries().isEmpty());
        }
    }

    @Test
    void outlivesTheDeathOfAnotherJvmThatUsedIt() throws Exception {
        try (SandboxedProcess own = Run.start(backend, policy(), folder, "sh", "-c", "read x; " + TRY_TO_MAKE);
                JvmUnderTest jvm = JvmUnderTest.start(
                        folder, "bubblewrap:workspace-write", "sh", "-c", "echo ready; sleep 1000")) {
            assertEquals("ready", jvm.readLine());
            jvm.killHard();
            Run.await(
                    "its guardian has ended",
                    () -> Run.processesWith("codex4j-guardian-" + jvm.pid()).isEmpty());
            assertEquals(List.of(".agents", ".codex", ".git"), entries());
            own.stdin().write('\n');
            own.stdin().close();
            assertEquals(0, own.stdout().readAllBytes().length);
        }
        assertEquals(List.of(), entries());
    }

    @Test
    void isReadOnlyWhereTheUserMayNotWrite() throws Exception {
        assertFalse(Placeholders.acquire(Path.of("/proc/self/.git")).isPresent());
    }
}
