package io.codex4j.sandbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.Availability;
import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.WritableRoot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandlockBackendTest extends RestrictingBackendBehaviour {
    private final SandboxBackend backend = new LandlockBackend();

    @Override
    SandboxBackend backend() {
        return backend;
    }

    @Override
    List<String> additionalVariables() {
        return List.of(ProcessTree.MARK_VARIABLE);
    }

    @Override
    String launcherMode() {
        return "landlock:workspace-write";
    }

    @Test
    void saysWhatIsWeaker() {
        Availability availability = backend.probe();
        assertEquals(Availability.Level.WEAKER, availability.level(), availability.toString());
        assertTrue(availability.reasons().getFirst().contains(".git"));
        assertTrue(LandlockBackend.weaknesses(1).size()
                > LandlockBackend.weaknesses(7).size());
    }

    @Test
    void leavesNoThreadOfTheJvmRestricted() throws Exception {
        try (SandboxedProcess process = Run.start(backend, policy(), folder, "sleep", uniqueSleep())) {
            assertEquals(0, restrictedThreads());
            process.kill();
            process.waitFor();
        }
        assertEquals(0, restrictedThreads());
    }

    private static int restrictedThreads() throws Exception {
        int[] count = new int[1];
        // The thread that was thrown away may be about to end.
        for (int look = 0; look < 20; look++) {
            count[0] = 0;
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
                for (Path thread : threads) {
                    count[0] += isRestricted(thread) ? 1 : 0;
                }
            }
            if (count[0] == 0) {
                return 0;
            }
            Thread.sleep(10);
        }
        return count[0];
    }

    private static boolean isRestricted(Path thread) {
        try {
            return Files.readString(thread.resolve("status")).contains("Seccomp:\t2");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void hasNoCapabilities() throws Exception {
        Run run = Run.shell(backend, policy(), folder, "grep -E '^Cap(Eff|Prm|Bnd)' /proc/self/status");
        assertEquals(
                3,
                run.out()
                        .lines()
                        .filter(line -> line.endsWith("\t0000000000000000"))
                        .count(),
                run.out());
    }

    @Test
    void cannotSignalOtherProcesses() throws Exception {
        Process host = new ProcessBuilder("sleep", uniqueSleep()).start();
        try {
            Run run = Run.shell(backend, policy(), folder, "kill -9 " + host.pid());
            assertTrue(run.code() != 0, run.toString());
            assertTrue(host.isAlive());
        } finally {
            host.destroyForcibly();
        }
    }

    @Test
    void keepsTheNetworkFromAProgramThatMayWriteAnywhere() throws Exception {
        SandboxPolicy policy = SandboxPolicy.unrestricted().withNetwork(NetworkAccess.NONE);
        Run run = Run.of(
                backend,
                policy,
                folder,
                "python3",
                "-c",
                "open('" + folder.resolve("f") + "','w').close()\nimport socket\nsocket.socket()");
        assertTrue(Files.exists(folder.resolve("f")));
        assertTrue(run.err().contains("PermissionError"), run.toString());
    }

    @Test
    void doesNotFollowALinkOutOfTheRoot() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createSymbolicLink(root.resolve("link"), outside);
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(List.of(WritableRoot.workspace(root)));
        Run.shell(backend, policy, root, "echo x > link/f");
        assertFalse(Files.exists(outside.resolve("f")));
    }
}
