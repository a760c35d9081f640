package io.codex4j.sandbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.codex4j.sandbox.Availability;
import io.codex4j.sandbox.NetworkAccess;
import io.codex4j.sandbox.SandboxBackend;
import io.codex4j.sandbox.SandboxCommand;
import io.codex4j.sandbox.SandboxException;
import io.codex4j.sandbox.SandboxPolicy;
import io.codex4j.sandbox.SandboxedProcess;
import io.codex4j.sandbox.StandardStreams;
import io.codex4j.sandbox.WritableRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BubblewrapBackendTest extends RestrictingBackendBehaviour {
    private final SandboxBackend backend = new BubblewrapBackend();

    @BeforeAll
    static void needsBubblewrap() {
        Run.needsBubblewrap();
    }

    @Override
    SandboxBackend backend() {
        return backend;
    }

    /** Bubblewrap sets PWD to the directory that the program starts in. */
    @Override
    List<String> additionalVariables() {
        return List.of("PWD");
    }

    @Override
    String launcherMode() {
        return "bubblewrap:workspace-write";
    }

    private Run shell(String script) throws Exception {
        return Run.shell(backend, policy(), folder, script);
    }

    private static SandboxPolicy workspaces(Path... roots) {
        return SandboxPolicy.workspaceWrite(
                Stream.of(roots).map(WritableRoot::workspace).toList());
    }

    @Test
    void isolatesProcessesAndDropsCapabilities() throws Exception {
        Run run = shell(
                "ls /proc | grep -c '^[0-9]'; grep -E '^(Cap(Eff|Prm|Bnd|Amb|Inh)|NoNewPrivs|Seccomp):' /proc/self/status");
        List<String> lines = run.out().lines().toList();
        assertTrue(Integer.parseInt(lines.getFirst()) < 8, run.out());
        assertEquals(
                5,
                lines.stream()
                        .filter(line -> line.endsWith("\t0000000000000000"))
                        .count(),
                run.out());
        assertTrue(lines.contains("NoNewPrivs:\t1") && lines.contains("Seccomp:\t2"), run.out());
    }

    @Test
    void hasSharedMemoryOfItsOwn() throws Exception {
        String name = "codex4j-test-" + System.nanoTime();
        Run run = Run.shell(backend, SandboxPolicy.readOnly(), folder, "echo x > /dev/shm/" + name + " && ls /dev/shm");
        assertEquals(name + "\n", run.out(), run.err());
        assertFalse(Files.exists(Path.of("/dev/shm", name)));
    }

    @Test
    void cannotChangeTheKernelEvenAsRoot() throws Exception {
        Run run = shell("for f in /proc/sys/kernel/domainname /proc/sys/kernel/core_pattern /proc/sysrq-trigger"
                + " /sys/kernel/mm/ksm/run; do [ -e $f ] && (: >> $f) 2>/dev/null && echo \"$f\"; done; true");
        assertEquals("", run.out());
    }

    @Test
    void leavesNoFileOfItsOwn() throws Exception {
        shell("true");
        try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            assertTrue(files.noneMatch(file -> file.getFileName()
                    .toString()
                    .startsWith("codex4j-" + ProcessHandle.current().pid())));
        }
    }

    @Test
    void keepsProtectedFoldersFromChange() throws Exception {
        Files.createDirectories(folder.resolve(".git/hooks"));
        Files.writeString(folder.resolve(".git/config"), "original");
        Files.createDirectory(folder.resolve(".codex"));
        Files.writeString(folder.resolve(".codex/config.toml"), "original");
        Run run = shell(
                "echo x > .git/config; echo x > .git/hooks/pre-commit; mv .git away; rm -rf .git; mv .codex away;"
                        + " rm -rf .codex; ln -sfn /tmp .codex; echo x >> .codex/config.toml; touch works; cat .git/config");
        assertEquals("original", run.out());
        assertEquals("original", Files.readString(folder.resolve(".git/config")));
        assertEquals("original", Files.readString(folder.resolve(".codex/config.toml")));
        assertEquals(List.of(".codex", ".git", "works"), entries(folder));
        assertEquals(List.of("config", "hooks"), entries(folder.resolve(".git")));
    }

    @Test
    void keepsMissingProtectedNamesFromBeingMadeAndLeavesNothing() throws Exception {
        Run run = shell("for n in .git .codex .agents; do mkdir $n; echo x > $n; echo x > $n/f; rm -rf $n; rmdir $n;"
                + " mv $n y; mkdir z; mv -T z $n; ln -sfn /tmp $n; done 2>/dev/null; rm -rf z; git init -q . ; ls -A");
        assertEquals(".agents\n.codex\n.git\n", run.out(), run.err());
        assertEquals(List.of(), entries(folder));
    }

    @Test
    void letsAnEmptyProtectedFolderOfTheUserBe() throws Exception {
        Files.createDirectory(folder.resolve(".codex"));
        Run run = shell("touch .codex/x; ls -A .codex");
        assertEquals("", run.out());
        assertEquals(List.of(".codex"), entries(folder));
        assertEquals(List.of(), entries(folder.resolve(".codex")));
    }

    @Test
    void makesNothingInScratchFolders() throws Exception {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(List.of(WritableRoot.scratch(folder)));
        Run run = Run.shell(backend, policy, folder, "ls -A; mkdir .git && echo made");
        assertEquals("made\n", run.out());
        assertEquals(List.of(".git"), entries(folder));
        Run second = Run.shell(backend, policy, folder, "mkdir .git/x");
        assertTrue(second.code() == 0 || second.err().contains("Read-only"), second.toString());
    }

    @Test
    void protectsAWorktreePointerAndWhatItLeadsTo() throws Exception {
        Path main = Files.createDirectory(folder.resolve("main"));
        assertEquals(0, Run.shell(backend, policy(), folder, "true").code());
        Process git = new ProcessBuilder(
                        "sh",
                        "-c",
                        "git init -q . && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m m"
                                + " && git worktree add -q ../tree")
                .directory(main.toFile())
                .inheritIO()
                .start();
        assertEquals(0, git.waitFor());
        Path tree = folder.resolve("tree");
        String pointer = Files.readString(tree.resolve(".git"));
        Run run = Run.shell(
                backend,
                workspaces(folder, tree),
                tree,
                "echo bad > .git; rm -f .git; mv .git x; echo bad > ../main/.git/config; touch ../main/.git/worktrees/tree/x;"
                        + " mv ../main ../elsewhere; git status --short && touch ../main/file");
        assertEquals(0, run.code(), run.toString());
        assertEquals(pointer, Files.readString(tree.resolve(".git")));
        assertFalse(Files.readString(main.resolve(".git/config")).contains("bad"));
        assertTrue(Files.exists(main.resolve("file")));
    }

    @Test
    void refusesAProtectedNameThatIsALink() throws Exception {
        Files.createSymbolicLink(folder.resolve(".agents"), Files.createDirectory(folder.resolve("real")));
        SandboxException failure =
                assertThrows(SandboxException.class, () -> Run.start(backend, policy(), folder, "true"));
        assertEquals(SandboxException.Reason.UNENFORCEABLE, failure.reason());
        assertTrue(failure.getMessage().contains(".agents is a symbolic link"), failure.getMessage());
        assertEquals(List.of(".agents", "real"), entries(folder));
    }

    @Test
    void takesRootsInsideOneAnother() throws Exception {
        Path inner = Files.createDirectories(folder.resolve("a/b/inner"));
        Run run = Run.shell(
                backend,
                workspaces(inner, folder),
                folder,
                "touch f a/f a/b/f a/b/inner/f; mkdir a/.git a/b/inner/.git .git; mv a a2; mv a/b a/b2; ls -A a");
        assertEquals(List.of("a", "f"), entries(folder));
        assertEquals(List.of(".git", "b", "f"), entries(folder.resolve("a")), run.toString());
        assertEquals(List.of("f"), entries(inner));
    }

    @Test
    void takesARootInsideAProtectedFolder() throws Exception {
        Path memories = Files.createDirectories(folder.resolve(".codex/memories"));
        Files.writeString(folder.resolve(".codex/config.toml"), "");
        Run run = Run.shell(
                backend,
                workspaces(folder, memories),
                folder,
                "touch .codex/memories/m && echo yes; touch .codex/x || echo no; mv .codex/memories .codex/y || echo no");
        assertEquals("yes\nno\nno\n", run.out(), run.err());
    }

    @Test
    void protectsNamesInTheRealFolderBehindALink() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        Run.shell(backend, workspaces(link), link, "mkdir .git; mkdir ../real/.git; touch ok");
        assertEquals(List.of("ok"), entries(real));
    }

    @Test
    void takesTheWholeFileSystemAsRoot() throws Exception {
        Run run = Run.shell(
                backend,
                SandboxPolicy.workspaceWrite(List.of(new WritableRoot(Path.of("/"), List.of(".git"), false))),
                folder,
                "touch f && echo made; (: >> /proc/sys/kernel/core_pattern) 2>/dev/null && echo bad; touch /sys/x 2>&1");
        assertTrue(run.out().startsWith("made\n") && run.out().contains("Read-only"), run.toString());
        assertTrue(Files.exists(folder.resolve("f")));
    }

    @Test
    void passesOverABubblewrapThatTheProgramCouldReplace() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path fake = Files.writeString(bin.resolve("bwrap"), "#!/bin/sh\ntouch " + folder + "/hijacked\n");
        assertTrue(fake.toFile().setExecutable(true));
        String path = bin + ":relative/bin:" + System.getenv("PATH");
        SandboxBackend misled = new BubblewrapBackend(Optional.of(path));
        assertEquals("ok\n", Run.shell(misled, policy(), folder, "echo ok").out());
        assertFalse(Files.exists(folder.resolve("hijacked")));
    }

    @Test
    void saysHowToInstallIt() {
        Availability availability = BubblewrapProbe.run(new BubblewrapBackend(), List.of());
        assertEquals(Availability.Level.UNAVAILABLE, availability.level());
        assertTrue(availability.reasons().getFirst().contains("apt install bubblewrap"));
    }

    @Test
    void saysWhatForbidsIt() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path fake = Files.writeString(
                bin.resolve("bwrap"), "#!/bin/sh\necho 'bwrap: Creating new namespace failed' >&2\nexit 1\n");
        assertTrue(fake.toFile().setExecutable(true));
        Availability availability = new BubblewrapBackend(Optional.of(bin.toString())).probe();
        assertEquals(Availability.Level.UNAVAILABLE, availability.level());
        assertTrue(
                availability.reasons().getFirst().contains("Creating new namespace failed"), availability.toString());

        Path kernel = Files.createDirectories(folder.resolve("kernel"));
        Files.createDirectory(folder.resolve("user"));
        Files.writeString(kernel.resolve("apparmor_restrict_unprivileged_userns"), "1\n");
        assertTrue(BubblewrapProbe.cure("", folder).contains("AppArmor"));
        Files.writeString(folder.resolve("user/max_user_namespaces"), "0\n");
        assertTrue(BubblewrapProbe.cure("", folder).contains("user.max_user_namespaces"));
        Files.writeString(kernel.resolve("unprivileged_userns_clone"), "0\n");
        assertTrue(BubblewrapProbe.cure("", folder).contains("unprivileged_userns_clone=1"));
        assertTrue(BubblewrapProbe.cure("bwrap: Unknown option --x", folder).contains("too old"));
    }

    @Test
    void probesOnlyOnce() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path count = folder.resolve("count");
        Path fake = Files.writeString(bin.resolve("bwrap"), "#!/bin/sh\necho x >> " + count + "\n");
        assertTrue(fake.toFile().setExecutable(true));
        SandboxBackend counted = new BubblewrapBackend(Optional.of(bin.toString()));
        assertEquals(Availability.FULL, counted.probe());
        assertEquals(Availability.FULL, counted.probe());
        assertEquals("x\n", Files.readString(count));
    }

    @Test
    void keepsSteeringVariablesFromTheShellAndBubblewrap() throws Exception {
        Map<String, String> environment = new HashMap<>(Run.ENVIRONMENT);
        environment.put("LD_PRELOAD", "/nonexistent/steer.so");
        environment.put("SHELLOPTS", "xtrace");
        environment.put("PS4", "$(touch " + folder + "/steered)");
        environment.put("SECRET", "hush");
        SandboxCommand command =
                new SandboxCommand(List.of("sh", "-c", "env; sleep 0.3"), folder, environment, StandardStreams.PIPES);
        try (SandboxedProcess process = backend.start(command, policy())) {
            String arguments = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            assertFalse(arguments.contains("hush"), "others can read arguments");
            String out = new String(process.stdout().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(out.contains("LD_PRELOAD=/nonexistent/steer.so\n") && out.contains("SECRET=hush\n"), out);
            assertEquals(0, process.waitFor());
        }
        assertFalse(Files.exists(folder.resolve("steered")));
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
        assertTrue(Files.exists(folder.resolve("f")), run.toString());
        assertTrue(run.err().contains("PermissionError"), run.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 8, 12})
    void leavesNoneHoweverEarlyItIsKilled(int millis) throws Exception {
        for (int attempt = 0; attempt < 4; attempt++) {
            String sleep = uniqueSleep();
            SandboxedProcess process = Run.start(backend, policy(), folder, "sleep", sleep);
            Thread.sleep(millis);
            process.close();
            assertEquals(List.of(), Run.processesWith(sleep));
            assertEquals(List.of(), entries(folder));
        }
    }

    static List<String> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
